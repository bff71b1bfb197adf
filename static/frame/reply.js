// The one form moves under the comment that it answers, and back.
import { articleOf } from "./comments.js";
import { find, form, submitButton } from "./dom.js";
import { reveal } from "./height.js";
import { t } from "./words.js";

const heading = form && find("heading", form);
const cancel = form && find("cancel-reply", form);
const atFirst = form && { heading: heading.textContent, submit: submitButton.textContent };
const home = document.createComment("the form's place");
let target = "";

export const replyTarget = () => target;
export const submitWord = () => target ? t("Reply") : atFirst.submit;

export function moveUnder(id) {
  const article = articleOf(id);
  const acts = article?.querySelector(":scope > [data-acts]");
  if (!acts) return false;
  if (!home.isConnected) form.before(home);
  markExpanded(false);
  target = id;
  markExpanded(true);
  acts.after(form);
  heading.textContent = t("Reply to %(name)s", { name: article.dataset.author });
  submitButton.textContent = submitWord();
  cancel.hidden = false;
  return true;
}

export function moveHome() {
  if (!target) return;
  markExpanded(false);
  target = "";
  home.replaceWith(form);
  heading.textContent = atFirst.heading;
  submitButton.textContent = submitWord();
  cancel.hidden = true;
}

export function moveHomeFrom(article) {
  if (article.contains(form)) moveHome();
}

export const replyButton = id => articleOf(id)?.querySelector(":scope > [data-acts] [data-reply]");

export function showForm() {
  form.elements.body.focus({ preventScroll: true });
  reveal(form);
}

function markExpanded(expanded) {
  if (expanded) replyButton(target)?.setAttribute("aria-expanded", "true");
  else replyButton(target)?.removeAttribute("aria-expanded");
}
