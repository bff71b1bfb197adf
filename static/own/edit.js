// Editing an own comment where it stands. What is typed is kept for this tab until it is saved or given up.
import { announce, button, el, icon } from "../frame/dom.js";
import { clearError, showErrors } from "../frame/errors.js";
import { readKept } from "../frame/store.js";
import { lang, t } from "../frame/words.js";
import { adoptSheet } from "../late/sheet.js";

const LAST_MINUTES = 2 * 60_000;  // before the end, in which it is said
const fits = draft => ["body", "stamp"].every(name => typeof draft?.[name] === "string") && draft.until > Date.now();
let frame = null;
const about = new WeakMap();  // by the article, what is said of an own comment or, to the staff, of another's

export async function start(shared, pressed) {
  frame = shared;
  const article = pressed.closest("[data-comment]");
  if (pressed.ariaBusy || article.querySelector(":scope > .editor")) return;
  pressed.ariaBusy = "true";
  try {
    const id = article.dataset.comment;
    const [draft] = await Promise.all([readKept(frame.tab, `edit:${id}`, fits) ?? ask(id), adoptSheet()]);
    about.set(article, pressed.matches("[data-edit]") ? own() : others());
    open(article, draft);
  } catch (problem) {
    say(article.querySelector(":scope > .acts"), problem.message);
  }
  pressed.ariaBusy = null;
}

const own = () => [t("Edit your comment"), t("Your comment has been changed.")];
const others = () => [t("Edit this comment"), t("The comment has been changed.")];

// What the comment says, with the stamp that says when and on which version it was opened.
async function ask(id) {
  const { body } = await frame.request("GET", `/comments/${id}/source`, { headers: frame.receiptsHeader(id) });
  return { body: body.body, stamp: body.stamp, until: Date.now() + body.seconds * 1000 };
}

function open(article, draft) {
  const id = article.dataset.comment;
  const [name] = about.get(article);
  const text = el("textarea", { id: `edit-${id}`, name: "body", required: "", rows: 4 });
  const place = el("div", { class: "send" });
  const editor = el("form", { class: "editor", novalidate: "", "aria-label": name },
    el("div", { class: "composer", "data-composer": "" },
      el("label", { class: "unseen", for: text.id }, name), text),
    el("p", { class: "small quiet" }, t("You can save this until %(time)s.", { time: clock(draft.until) })), place);
  const edit = { id, article, editor, text, place, draft, saving: false };
  place.append(el("button", { class: "button main" }, t("Save")), button("word", t("Cancel"), () => giveUp(edit)));
  text.value = draft.body;
  text.addEventListener("input", () => keep(edit));
  editor.addEventListener("submit", event => { event.preventDefault(); save(edit); });
  editor.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) editor.requestSubmit();
  });
  article.querySelector(":scope > .said").after(editor);
  text.focus();
  watchTheEnd(edit);
}

const clock = moment =>
  new Intl.DateTimeFormat(lang, { timeStyle: "short" }).format(moment);

function keep({ id, text, draft }) {
  frame.tab.set(`edit:${id}`, JSON.stringify({ ...draft, body: text.value }));
}

// Said before anything is lost; the text stays in any case.
function watchTheEnd({ editor, place, draft }) {
  const tell = (before, sentence) => setTimeout(() => {
    if (editor.isConnected) say(place, sentence);
  }, Math.max(0, draft.until - before - Date.now()));
  tell(LAST_MINUTES, t("Only two minutes are left to save this."));
  tell(0, t("The time for editing this comment is over. Copy your text if you still need it."));
}

function giveUp({ id, article, editor }) {
  frame.tab.drop(`edit:${id}`);
  editor.remove();
  article.querySelector(":scope > .acts :is([data-edit], [data-moderate] > summary)")?.focus();
}

async function save(edit) {
  if (edit.saving) return;
  const { id, article, editor, text, place } = edit;
  look(edit, true);
  say(place, "");
  try {
    const sent = { body: text.value, stamp: edit.draft.stamp };
    const how = { body: sent, headers: frame.receiptsHeader(id) };
    const { body } = await frame.request("PATCH", `/comments/${id}`, how);
    frame.tab.drop(`edit:${id}`);
    editor.remove();
    frame.renew(article, body.html);
    frame.present(article, { fresh: true });
    announce(about.get(article)[1]);
  } catch (problem) {
    look(edit, false);
    await refuse(edit, problem);
  }
}

async function refuse(edit, problem) {
  const { article, editor, text, place } = edit;
  const wrong = problem.errors.body?.join(" ");
  if (wrong) {
    showErrors(editor, { body: [wrong] });
    announce(wrong);
  } else {
    say(place, problem.message);
  }
  text.focus();
  if (problem.type !== "edit-conflict") return;
  editor.classList.add("is-behind");  // what it says now is seen above; who saves once more means it
  const now = await ask(article.dataset.comment).catch(() => null);
  if (now) edit.draft = { ...now, until: edit.draft.until };
}

function look(edit, saving) {
  edit.saving = saving;
  edit.text.readOnly = saving;
  clearError(edit.text);
  edit.editor.ariaBusy = String(saving);
}

function say(place, sentence) {
  place.querySelector(".wrong")?.remove();
  if (!sentence) return;
  place.append(el("p", { class: "wrong" }, icon("i-wrong"), el("span", {}, sentence)));
  announce(sentence);
}
