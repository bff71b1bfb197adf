// Own comments carry the words Edit, while that can be done, and Delete.
import { articleOf, placeComment, watchPlaced } from "./comments.js";
import { button, el, find, findAll } from "./dom.js";
import { session, watchSession } from "./session.js";
import { t } from "./words.js";

export function startOwn() {
  watchSession(markOwn);
  watchPlaced(markOwn);
}

// As the session has it: own comments that only their author sees are put in place too.
function markOwn() {
  const own = session.own.filter(one => one.status !== "deleted");
  for (const one of own) {
    const hidden = one.html && one.status !== "published";
    const article = articleOf(one.id) ?? (hidden ? placeComment(one) : null);
    if (article) addWords(article, one.edit_until);
  }
  const ids = new Set(own.map(one => one.id));
  for (const word of [...findAll("delete"), ...findAll("edit")]) {
    if (!ids.has(word.closest("[data-comment]").dataset.comment)) word.remove();
  }
}

function addWords(article, editable) {
  const acts = article.querySelector(":scope > [data-acts]") ?? el("div", { class: "acts", "data-acts": "" });
  if (!acts.isConnected) article.querySelector(":scope > .said")?.after(acts);
  if (find("delete", acts)) return;
  if (editable) acts.append(button("word", t("Edit"), null, { "data-edit": "", "data-late": "own/edit" }));
  acts.append(button("word", t("Delete"), null, { "data-delete": "", "data-late": "own/delete" }));
}
