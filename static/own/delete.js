// Deleting an own comment: it asks in place, and what is confirmed is gone for good.
import { announce, button, el, find, icon } from "../frame/dom.js";
import { t } from "../frame/words.js";
import { adoptSheet } from "../late/sheet.js";

let frame = null;

export async function start(shared, pressed) {
  frame = shared;
  const acts = pressed.closest("[data-acts]");
  await adoptSheet();
  if (pressed.isConnected && !acts.hidden) askBack(acts);
}

function askBack(acts) {
  const here = [document.body, find("delete", acts)].includes(document.activeElement);  // nobody has gone on meanwhile
  const article = acts.closest("[data-comment]");
  const id = article.dataset.comment;
  const sentence = el("span", { id: `ask-${id}` }, t("Delete this comment for good?"));
  const keep = button("word", t("Keep it"), () => close());
  const click = event => event.detail < 2 && remove(article, row);  // a double click on the word was meant to ask
  const row = el("div", { class: "ask", role: "group", "aria-labelledby": `ask-${id}` },
    sentence, button("button danger low", t("Delete"), click), keep);
  const close = () => {
    row.remove();
    acts.hidden = false;
    find("delete", acts)?.focus();
  };
  row.addEventListener("keydown", event => event.key === "Escape" && close());
  acts.after(row);
  acts.hidden = true;
  if (here) keep.focus();
}

async function remove(article, row) {
  if (row.ariaBusy) return;
  row.ariaBusy = "true";
  const id = article.dataset.comment;
  try {
    const { body } = await frame.request("DELETE", `/comments/${id}`, { headers: frame.receiptsHeader(id) });
    frame.dropReceipt(id);
    frame.session.own = frame.session.own.filter(one => one.id !== id);
    frame.moveHomeFrom(article);
    const near = frame.takeAway(article, body.html);
    frame.addToTotal(-1);
    frame.tell("deleted", { id });
    if (near) frame.present(near);
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
