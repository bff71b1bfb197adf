// What stands in a thread for the staff alone: why readers have reported a comment, and what was decided, with the way back.
import { button, el } from "../frame/dom.js";

export const articleOf = (id, held) => document.getElementById(`${held.has(id) ? "held" : "c"}-${id}`);
export const rowsOf = article => article.querySelector(":scope > [data-acts]");

export function reasonsAt(article, reasons) {
  article.querySelector(":scope > [data-why]")?.remove();
  if (!reasons?.length) return;
  const lines = reasons.map(one => el("p", { dir: "auto" }, one));
  article.querySelector(":scope > .said").after(el("div", { class: "why small", "data-why": "" }, ...lines));
}

// In the comment's place; it is placed by time like one. Without an `undo` somebody else has decided.
export function drawRow(article, said, word, undo) {
  const { comment, created } = article.dataset;
  document.querySelector(`[data-decided="${comment}"]`)?.remove();
  const line = el("p", { class: "small", tabindex: "-1", "data-created": created }, el("span", {}, said), " ",
    undo && button("word strong", word, undo));
  const row = el("li", { "data-decided": comment }, line);
  article.closest("li").after(row);
  return row;
}
