// The comments on show: where a new one stands, what stays of a deleted one, how many there are.
import { el, find, main } from "./dom.js";
import { reveal } from "./height.js";
import { fragment } from "./markup.js";
import { tell } from "./parent.js";
import { plural } from "./words.js";

const GONE = ".is-gone";
const placed = [];
let total = Number(main.dataset.count);
let toldTotal = null;

export const articleOf = id => id ? document.getElementById(`c-${id}`) : null;
export const watchPlaced = act => placed.push(act);
export const tellPlaced = () => placed.forEach(act => act());

// Under its parent, or beside it where the site shows no deeper level, as the document itself has it.
export function placeComment({ id, parent, html }) {
  const present = articleOf(id);
  if (present) return present;
  const fresh = fragment(html).querySelector("[data-comment]");
  const above = articleOf(parent);
  const list = above ? listUnder(above, fresh) : find("comments");
  const order = list === find("comments") ? main.dataset.order : "oldest";
  list.insertBefore(el("li", {}, fresh), order === "liked" ? null : later(list, fresh, order === "newest"));
  return fresh;
}

// The item before which a comment stands by its time; a page may come in after what is newer.
function later(list, { dataset: { created } }, falling) {
  const timeOf = item => item.firstElementChild.dataset.created;
  return [...list.children].find(item => falling ? timeOf(item) < created : timeOf(item) > created) ?? null;
}

function listUnder(above, fresh) {
  if (Number(fresh.dataset.depth) <= Number(above.dataset.depth)) return above.closest("li").parentElement;
  const list = above.querySelector(":scope > [data-replies]");
  if (list) return list;
  const made = el("ol", { class: "replies", "data-replies": "" });
  above.insertBefore(made, above.querySelector(":scope > [data-more]"));
  return made;
}

// `html` is the tombstone, null where nothing stays; answers what stands nearest now.
export function takeAway(article, html) {
  const near = html ? null : neighbours(article);
  if (html) {
    const tombstone = fragment(html).querySelector("[data-comment]");
    const replies = article.querySelector(":scope > [data-replies]");
    const more = article.querySelector(":scope > [data-more]");
    tombstone.append(...[replies, more].filter(Boolean));
    article.replaceWith(tombstone);
    return tombstone;
  }
  let item = article.closest("li");
  while (item) {
    const list = item.parentElement;
    const above = list.closest("[data-comment]");
    item.remove();
    if (list.children.length || !above) break;
    list.remove();
    item = above.matches(GONE) ? above.closest("li") : null;  // a tombstone stands only for its replies
  }
  return near.find(one => one?.isConnected) ?? null;
}

function neighbours(article) {
  const item = article.closest("li");
  const items = [item.nextElementSibling, item.previousElementSibling];
  const beside = items.map(one => one?.querySelector("[data-comment]"));
  const above = item.parentElement.closest("[data-comment]");
  return above ? [...beside, above, ...neighbours(above)] : beside;
}

// What was said was edited: the words and the line above them change, all around them stays.
export function renew(article, html) {
  const fresh = fragment(html).querySelector("[data-comment]");
  for (const part of [".byline", ".said"]) {
    const [before, after] = [article, fresh].map(one => one.querySelector(`:scope > ${part}`));
    if (before && after && !before.isEqualNode(after)) before.replaceWith(after);
  }
}

export const addToTotal = change => setTotal(total + change);

export function setTotal(count) {
  if (count === total) return;
  total = count;
  find("total").textContent = plural("%(num)d comment", "%(num)d comments", total);
  tellTotal();
}

export function tellTotal() {
  if (total !== toldTotal && tell("count", { count: total })) toldTotal = total;
}

// In sight, focused and, if it is new, tinted for a moment.
export function present(article, { fresh } = {}) {
  if (fresh) article.classList.add("is-new");
  article.closest("[data-folded]")?.removeAttribute("data-folded");
  article.focus({ preventScroll: true });
  reveal(article);
}
