// What others do meanwhile: asked for often while there is something to hear, seldom else, never while out of sight.
import { fetchJson } from "./api.js";
import { articleOf, present, placeComment, renew, setTotal, takeAway, tellPlaced } from "./comments.js";
import { announce, button, find, main, threadId } from "./dom.js";
import { readPage, showFrom } from "./paging.js";
import { moveHomeFrom } from "./reply.js";
import { watchCopies } from "./session.js";
import { plural } from "./words.js";

const SHORTEST = 1_500;  // milliseconds between two questions while the thread is lively
const LONGEST_PAUSE = 30_000;
const LIVELY = 40;  // questions without news, after which the pauses grow
const GROWTH = 1.25;
const waiting = new Map();  // new comments that nobody has asked to see yet, by id
let quiet = 0;
let next = 0;

export function startLive() {
  document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(next) : askForNews());
  watchCopies(keepUp);
  plan();
}

// The same reader has posted, changed or deleted something beside this frame: it is shown here unasked.
export async function keepUp(id) {
  await askForNews();
  const one = waiting.get(id);
  if (!one || (one.parent && !articleOf(one.parent))) return;
  placeComment(one);
  tellPlaced();
  offerNew();
}

function plan() {
  clearTimeout(next);
  if (document.hidden) return;
  next = setTimeout(askForNews, Math.min(LONGEST_PAUSE, SHORTEST * GROWTH ** Math.max(0, quiet - LIVELY)));
}

async function askForNews() {
  clearTimeout(next);
  try {
    const news = await fetchJson(`/threads/${threadId}/version`);
    quiet += 1;
    if (news.activity > main.dataset.activity) {
      quiet = 0;
      await takeNews(await readPage({ since: main.dataset.activity }));
    }
  } catch {
    quiet += LIVELY / 4;  // the server has enough to do
  }
  plan();
}

function takeNews({ comments, count, ...news }) {
  main.dataset.activity = Math.max(main.dataset.activity, news.activity);
  for (const one of comments) {
    const article = articleOf(one.id);
    if (article) replaceShown(article, one);
    else if (one.status === "published") waiting.set(one.id, one);
    else waiting.delete(one.id);
  }
  setTotal(count);
  offerNew();
}

function replaceShown(article, { status, html }) {
  waiting.delete(article.dataset.comment);
  if (status === "published") return renew(article, html);
  if (article.matches(".is-gone") && html) return undefined;
  moveHomeFrom(article);
  return takeAway(article, html);
}

function offerNew() {
  for (const id of waiting.keys()) if (articleOf(id)) waiting.delete(id);  // one's own, shown as it was posted
  const sentence = plural("%(num)d new comment", "%(num)d new comments", waiting.size);
  const before = find("news");
  if (before?.textContent === sentence) return;
  before?.remove();
  if (!waiting.size) return;
  const offered = button("button low further", sentence, showNews, { "data-news": "" });
  if (main.dataset.order === "oldest") find("comments").parentElement.append(offered);
  else find("comments").before(offered);
  announce(sentence);
}

async function showNews() {
  const fresh = [...waiting.values()].sort((a, b) => a.created < b.created ? -1 : 1);
  waiting.clear();
  find("news").remove();
  let first = null;
  for (const one of fresh) {  // what is answered comes before its answer
    const article = !one.parent || articleOf(one.parent) ? placeComment(one) : null;
    first ??= article;
  }
  tellPlaced();
  first ??= await showFrom({ around: fresh[0].id });  // below a comment that is not here
  if (first) present(first, { fresh: true });
}
