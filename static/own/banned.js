// Whoever is banned reads that above the form; there is nothing to write in, but a guest may still log in.
import { announce, el, find, form, icon } from "../frame/dom.js";

let told = "";
let watching = false;

export function start({ session, watchSession }) {
  if (!form) return;
  draw(session);
  if (!watching) watchSession(() => draw(session));
  watching = true;
}

function draw({ allowed, identity }) {
  const sentence = allowed.post?.type === "not-allowed" ? allowed.post.detail : "";
  find("banned")?.remove();
  if (sentence) {
    form.before(el("p", { class: "note is-wrong", "data-banned": "" }, icon("i-lock"), el("span", {}, sentence)));
  }
  for (const part of [find("composer", form), find("submit", form)]) part.hidden = Boolean(sentence && identity);
  if (sentence && sentence !== told) announce(sentence);
  told = sentence;
}
