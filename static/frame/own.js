// Own comments carry the word Delete; it asks in place, and what is confirmed is gone for good.
import { addToTotal, articleOf, placeComment, present, takeAway, watchPlaced } from "./comments.js";
import { announce, button, el, find, findAll, icon } from "./dom.js";
import { tell } from "./parent.js";
import { dropReceipt, receiptsHeader } from "./receipts.js";
import { moveHomeFrom } from "./reply.js";
import { request, session, watchSession } from "./session.js";
import { t } from "./words.js";

export function startOwn() {
  watchSession(markOwn);
  watchPlaced(markOwn);
}

// As the session has it: own comments that only their author sees are put in place too.
function markOwn() {
  const own = session.own.filter(one => one.status !== "deleted");
  for (const one of own) {
    const hidden = one.html && one.status !== "published";
    const article = articleOf(one.id) ?? (hidden ? placeComment(one) : null);
    if (article) addWords(article, one.edit_until);
  }
  const ids = new Set(own.map(one => one.id));
  for (const word of [...findAll("delete"), ...findAll("edit")]) {
    if (!ids.has(word.closest("[data-comment]").dataset.comment)) word.remove();
  }
}

function addWords(article, editable) {
  const acts = actsOf(article) ?? el("div", { class: "acts", "data-acts": "" });
  if (!acts.isConnected) article.querySelector(":scope > .said")?.after(acts);
  if (find("delete", acts)) return;
  if (editable) acts.append(button("word", t("Edit"), null, { "data-edit": "", "data-late": "own/edit" }));
  acts.append(button("word", t("Delete"), () => askBack(article), { "data-delete": "" }));
}

const actsOf = article => article.querySelector(":scope > [data-acts]");

function askBack(article) {
  const id = article.dataset.comment;
  const sentence = el("span", { id: `ask-${id}` }, t("Delete this comment for good?"));
  const keep = button("word", t("Keep it"), () => close());
  const row = el("div", { class: "ask", role: "group", "aria-labelledby": `ask-${id}` },
    sentence, button("button danger low", t("Delete"), () => remove(article, row)), keep);
  const close = () => {
    row.remove();
    actsOf(article).hidden = false;
    find("delete", actsOf(article))?.focus();
  };
  row.addEventListener("keydown", event => event.key === "Escape" && close());
  actsOf(article).after(row);
  actsOf(article).hidden = true;
  keep.focus();
}

async function remove(article, row) {
  if (row.ariaBusy) return;
  row.ariaBusy = "true";
  const id = article.dataset.comment;
  try {
    const { body } = await request("DELETE", `/comments/${id}`, { headers: receiptsHeader(id) });
    dropReceipt(id);
    session.own = session.own.filter(one => one.id !== id);
    moveHomeFrom(article);
    const near = takeAway(article, body.html);
    addToTotal(-1);
    tell("deleted", { id });
    if (near) present(near);
    else find("heading")?.scrollIntoView();
    announce(t("This comment was deleted"));
  } catch (problem) {
    row.ariaBusy = null;
    sayIn(row, problem.message);
  }
}

function sayIn(row, sentence) {
  row.querySelector(".wrong")?.remove();
  row.append(el("p", { class: "wrong" }, icon("i-wrong"), el("span", {}, sentence)));
  announce(sentence);
}
