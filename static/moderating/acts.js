// What the staff does to a comment in its thread, each with the way back.
import { announce, el, icon } from "../frame/dom.js";
import { articleOf, drawRow, reasonsAt, rowsOf } from "./rows.js";

export async function press(desk, pressed) {
  const article = pressed?.closest("[data-comment]");
  if (!article || pressed.ariaBusy) return;
  const { decide, late, pin } = pressed.dataset;
  if (late) {  // another module does it
    pressed.closest("details").open = false;
    return;
  }
  pressed.ariaBusy = "true";
  try {
    await (pin ? pinIt(desk, article, pin) : decideAbout(desk, article, decide));
  } catch (problem) {
    await refuse(desk, article, problem);
  }
  pressed.ariaBusy = null;
}

async function decideAbout(desk, article, status) {
  const id = article.dataset.comment;
  const waited = desk.held.has(id);
  const tools = article.querySelector("[data-moderate]");
  const sent = { status, seen: waited ? "held" : "published", name: article.dataset.name };
  for (const one of tools.querySelectorAll("[name]")) sent[one.name] = one.value;  // what its author is told
  const { body } = await desk.frame.request("POST", `/comments/${id}/decision`, { body: sent });
  const row = drawRow(article, body.said, desk.tools.dataset.undo, () => undo(desk, id, body.batch, row));
  desk.held.delete(id);
  desk.reported.delete(id);
  reasonsAt(article, null);
  tools.open = false;
  if (waited) article.closest("li").remove();
  await desk.frame.keepUp(id);
  row.querySelector("button").focus();
  announce(body.said);
}

async function undo(desk, id, batch, row) {
  const button = row.querySelector("button");
  if (button.ariaBusy) return;
  button.ariaBusy = "true";
  try {
    const { body } = await desk.frame.request("DELETE", `/comments/${id}/decision`, { body: { batch } });
    row.remove();
    await desk.frame.keepUp(id);
    await desk.load();
    const article = articleOf(id, desk.held);
    if (article) desk.frame.present(article);
    announce(body.said);
  } catch (problem) {
    button.ariaBusy = null;
    say(row.firstElementChild, problem.message);
  }
}

async function pinIt(desk, article, how) {
  const { body } = await desk.frame.request(how, `/comments/${article.dataset.comment}/pin`);
  desk.frame.renew(article, body.html);
  article.toggleAttribute("data-pinned", how === "PUT");
  const details = article.querySelector("[data-moderate]");
  details.open = false;
  details.querySelector("summary").focus();
  announce(how === "PUT" ? desk.tools.dataset.pinned : desk.tools.dataset.unpinned);
}

// Somebody else was first: that is said in the comment's place, and it is shown as it is now.
async function refuse(desk, article, problem) {
  if (problem.type !== "decided") return say(rowsOf(article), problem.message);
  const row = drawRow(article, problem.message);
  await desk.frame.keepUp(article.dataset.comment);
  await desk.load();
  row.firstElementChild.focus();
  return announce(problem.message);
}

function say(place, sentence) {
  place.querySelector(":scope > .wrong")?.remove();
  place.append(el("span", { class: "wrong" }, icon("i-wrong"), el("span", {}, sentence)));
  announce(sentence);
}
