// The replies to a comment, put away and shown again; remembered as long as the tab.
import { findAll, main, threadId } from "../frame/dom.js";
import { t } from "../frame/words.js";
import { adoptSheet } from "../late/sheet.js";

const KEPT = `folded:${threadId}`;
let frame = null;

export async function start(shared, pressed) {
  await begin(shared);
  pressed.closest("[data-comment]").toggleAttribute("data-folded");
}

export async function foldAgain(shared) {
  if (kept(shared).size) await begin(shared);
}

const articleOf = id => document.getElementById(`c-${id}`);
const kept = ({ tab }) => new Set((tab.get(KEPT) ?? "").split(" ").filter(Boolean));

// Whatever folds and unfolds, this word or a link that leads inside: the attribute is the truth.
async function begin(shared) {
  if (frame) return;
  frame = shared;
  await adoptSheet();
  new MutationObserver(changes => new Set(changes.map(one => one.target)).forEach(follow))
    .observe(main, { subtree: true, attributeFilter: ["data-folded"] });
  frame.watchPlaced(fold);
  fold();
}

function fold() {
  for (const id of kept(frame)) articleOf(id)?.setAttribute("data-folded", "");
}

function follow(article) {
  const folded = article.hasAttribute("data-folded");
  const word = findAll("fold", article)[0];
  if (word) word.textContent = folded ? t("Show replies") : t("Hide replies");
  const all = kept(frame);
  if (folded) all.add(article.dataset.comment);
  else all.delete(article.dataset.comment);
  if (all.size) frame.tab.set(KEPT, [...all].join(" "));
  else frame.tab.drop(KEPT);
}
