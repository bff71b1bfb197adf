// The form: opens at first focus, keeps its text and its reply target, moves to the comment that it answers.
import { articleOf } from "./comments.js";
import { keepDetails, restoreDetails } from "./details.js";
import { el, find, form, main, textarea } from "./dom.js";
import { dropDraft, keepDraft, readDraft } from "./draft.js";
import { clearError } from "./errors.js";
import { forgetKey, resumeKey, sentKey } from "./once.js";
import { moveHome, moveUnder, replyButton, replyTarget, showForm } from "./reply.js";
import { isSending, send } from "./send.js";
import { known } from "./session.js";
import { tab } from "./store.js";
import { loadTools } from "./tools.js";
import { t } from "./words.js";

const PAUSE = 400;  // milliseconds without a key
const rest = form && find("rest", form);
let pausing = 0;

export function startForm() {
  for (const touched of ["focusin", "input"]) find("composer", form).addEventListener(touched, open);
  form.addEventListener("submit", event => {
    event.preventDefault();
    keep();
    send(confirmed, keep);
  });
  form.addEventListener("input", ({ target }) => {
    if (target === textarea) grow();
    if (target.hasAttribute("aria-invalid")) clearError(target);
    clearTimeout(pausing);
    pausing = setTimeout(keep, PAUSE);
  });
  form.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  find("cancel-reply", form).addEventListener("click", cancelReply);
  main.addEventListener("click", event => {
    const reply = event.target.closest("[data-reply]");
    if (reply) answer(reply.closest("[data-comment]").dataset.comment);
  });
  addEventListener("pagehide", keep);
  if (!tab.keeps()) warn();
  restore();
}

function warn() {
  const sentence = t("This browser keeps no drafts here: copy a long text before you leave.");
  rest.prepend(el("p", { class: "small quiet", id: "unkept" }, sentence));
  textarea.setAttribute("aria-describedby", "unkept");
}

function open() {
  if (!rest.hidden) return;
  rest.hidden = false;
  loadTools();
  known().catch(() => {});  // asked again, and said, when something is sent
}

// With the text, also where the style alone cannot do it.
function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  textarea.style.blockSize = "auto";
  textarea.style.blockSize = `${textarea.scrollHeight}px`;
}

function restore() {
  restoreDetails();
  const draft = readDraft();
  if (!draft || textarea.value) return;
  textarea.value = draft.body;
  grow();
  resumeKey(draft.key);
  if (articleOf(draft.parent)) moveUnder(draft.parent);
  open();
}

function keep() {
  clearTimeout(pausing);
  keepDraft({ body: textarea.value, parent: replyTarget(), key: sentKey() });
  keepDetails();
}

function answer(id) {
  if (isSending() || !moveUnder(id)) return;
  open();
  keep();
  showForm();
}

function cancelReply() {
  if (isSending()) return;
  const button = replyButton(replyTarget());
  moveHome();
  keep();
  (button ?? textarea).focus();
}

// Only now is the text no longer needed.
function confirmed() {
  clearTimeout(pausing);
  textarea.value = "";
  grow();
  forgetKey();
  dropDraft();
  moveHome();
}
