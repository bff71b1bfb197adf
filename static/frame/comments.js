// The comments on show: where a new one stands, what stays of a deleted one, how many there are.
import { el, find, findAll, main } from "./dom.js";
import { reveal } from "./height.js";
import { fragment } from "./markup.js";
import { tell } from "./parent.js";
import { plural } from "./words.js";

const GONE = ".is-gone";
let told = null;

export const articleOf = id => id ? document.getElementById(`c-${id}`) : null;

// Under its parent, or beside it where the site shows no deeper level, as the document itself has it.
export function placeComment({ id, parent, html }) {
  const fresh = fragment(html).querySelector("[data-comment]");
  const present = articleOf(id);
  if (present) return present;
  const above = articleOf(parent);
  const item = el("li", {}, fresh);
  if (above) listUnder(above, fresh).append(item);
  else if (main.dataset.order === "newest") find("comments").prepend(item);
  else find("comments").append(item);
  recount();
  return fresh;
}

function listUnder(above, fresh) {
  if (Number(fresh.dataset.depth) <= Number(above.dataset.depth)) return above.closest("li").parentElement;
  const list = above.querySelector(":scope > [data-replies]");
  if (list) return list;
  above.append(el("ol", { class: "replies", "data-replies": "" }));
  return above.lastElementChild;
}

// `html` is the tombstone, null where nothing stays; answers what stands nearest now.
export function takeAway(article, html) {
  const near = html ? null : neighbours(article);
  if (html) {
    const tombstone = fragment(html).querySelector("[data-comment]");
    const replies = article.querySelector(":scope > [data-replies]");
    if (replies) tombstone.append(replies);
    article.replaceWith(tombstone);
    recount();
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
  recount();
  return near.find(one => one?.isConnected) ?? null;
}

function neighbours(article) {
  const item = article.closest("li");
  const items = [item.nextElementSibling, item.previousElementSibling];
  const beside = items.map(one => one?.querySelector("[data-comment]"));
  const above = item.parentElement.closest("[data-comment]");
  return above ? [...beside, above, ...neighbours(above)] : beside;
}

export function recount() {
  const count = findAll("comment").filter(one => !one.matches(GONE)).length;
  if (count === told) return;
  if (told !== null) find("count").textContent = plural("%(num)d comment", "%(num)d comments", count);
  told = count;
  tell("count", { count });
}

// In sight, focused and, if it is new, tinted for a moment.
export function present(article, { fresh } = {}) {
  if (fresh) article.classList.add("is-new");
  article.focus({ preventScroll: true });
  reveal(article);
}
