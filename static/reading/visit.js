// What has come since a reader was here last: a number beside the count, and a word at each new comment.
import { fetchJson } from "../frame/api.js";
import { button, el, find, main, threadId } from "../frame/dom.js";
import { plural, t } from "../frame/words.js";
import { adoptSheet } from "../late/sheet.js";

export async function markNew(frame) {
  const [activity, at] = (frame.local.get(`visit:${threadId}`) ?? "x").split(" ").map(Number);
  if (!(main.dataset.activity > activity)) return;
  if (frame.local.get("somebody") || frame.receiptsHeader()["Rejoinder-Receipts"]) await frame.known();
  const { comments } = await fetchJson(`/threads/${threadId}/comments?since=${activity}`);
  const fresh = comments.filter(one => one.status === "published" && isNew(one, at) && !isOwn(frame, one));
  if (!fresh.length) return;
  await adoptSheet();
  const ids = new Set(fresh.map(one => one.id));
  const mark = () => ids.forEach(id => markOne(articleOf(id)));
  mark();
  frame.watchPlaced(mark);
  offer(frame, fresh);
}

const articleOf = id => document.getElementById(`c-${id}`);

// An old comment that was edited meanwhile has changed too; only that needs a clock.
const isNew = ({ edited, created }, at) => !edited || Date.parse(created) > at;
const isOwn = (frame, { id }) => frame.session.own.some(one => one.id === id);

function markOne(article) {
  const byline = article?.querySelector(":scope > .byline");
  if (!byline || byline.querySelector(".fresh")) return;
  byline.append(el("span", { class: "then fresh" }, t("new")));
}

function offer(frame, fresh) {
  const sentence = plural("%(num)d new since your last visit", "%(num)d new since your last visit", fresh.length);
  const first = fresh.reduce((one, other) => other.created < one.created ? other : one);
  find("total").after(button("word", sentence, async () => {
    const article = articleOf(first.id) ?? await frame.showFrom({ around: first.id });
    if (article) frame.present(article);
  }, { "data-visit": "" }));
}
