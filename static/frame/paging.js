// Further comments, when somebody asks for them: pages at both ends, replies below a root, what stands around one.
import { fetchJson } from "./api.js";
import { articleOf, placeComment, tellPlaced } from "./comments.js";
import { announce, button, find, findAll, main, threadId } from "./dom.js";
import { moveHomeFrom, moveUnder, replyTarget } from "./reply.js";
import { lang, plural, t } from "./words.js";

const list = find("comments");
const hooks = ["next", "previous", "more"];

export function startPaging() {
  main.addEventListener("click", ({ target }) => {
    const pressed = hooks.map(hook => target.closest(`[data-${hook}]`)).find(Boolean);
    if (pressed && !pressed.ariaBusy) further(pressed);
  });
}

// Shows a page, as the one that holds a comment, instead of what is here; answers the comment's article, if any.
export async function showFrom(query) {
  try {
    const page = await readPage(query);
    const answered = replyTarget();
    moveHomeFrom(list);
    list.replaceChildren();
    showPage(page);
    moveUnder(answered);
    return articleOf(query.around);
  } catch {
    return null;  // gone, or of another thread
  }
}

export function readPage(query) {
  return fetchJson(`/threads/${threadId}/comments?${new URLSearchParams({ ...query, lang, order: main.dataset.order })}`);
}

async function further(pressed) {
  pressed.ariaBusy = "true";
  const root = pressed.closest("[data-comment]");
  const { next, previous, more } = pressed.dataset;
  const query = root ? { root: root.dataset.comment, after: more } : next ? { after: next } : { before: previous };
  try {
    const page = await readPage(query);
    const fresh = page.comments.filter(one => !articleOf(one.id));
    if (root) showReplies(root, pressed, page);
    else showPage(page, pressed);
    articleOf(fresh[0]?.id)?.focus({ preventScroll: true });
  } catch (problem) {
    pressed.ariaBusy = null;
    announce(problem.message);
  }
}

function showPage({ comments, next, previous }, pressed) {
  for (const one of comments) placeComment(one);
  for (const one of comments) if (!one.parent) offerReplies(one, comments);
  if (!pressed?.dataset.previous) offerMore("next", next, t("Show more comments"));
  if (!pressed?.dataset.next) offerMore("previous", previous, t("Show earlier comments"));
  tellPlaced();
}

function showReplies(root, pressed, { comments, next }) {
  for (const one of comments) placeComment(one);
  const left = Number(pressed.dataset.left) - comments.length;
  pressed.remove();
  if (next) root.append(moreButton(next, Math.max(left, 1)));
  tellPlaced();
}

function offerReplies({ id, replies }, comments) {
  const article = articleOf(id);
  const given = findAll("comment", article).length;
  const last = comments.findLast(one => findAll("comment", article).some(below => below.dataset.comment === one.id));
  article.querySelector(":scope > [data-more]")?.remove();
  if (replies > given) article.append(moreButton(last?.id ?? "", replies - given));
}

const moreButton = (after, num) => button("word further", plural("%(num)d more reply", "%(num)d more replies", num),
  null, { "data-more": after, "data-left": num });

function offerMore(hook, id, sentence) {
  find(hook)?.remove();
  if (!id) return;
  const offered = button("word further", sentence, null, { [`data-${hook}`]: id });
  if (hook === "next") list.after(offered);
  else list.before(offered);
}
