// What comes when it is wanted: a control names the module that knows what it does (`data-late`).
import { addToTotal, present, renew, takeAway, watchPlaced } from "./comments.js";
import { announce, el, icon, main, threadId } from "./dom.js";
import { focusIdentity, sayPlainly } from "./identity.js";
import { keepUp } from "./live.js";
import { fragment } from "./markup.js";
import { showFrom } from "./paging.js";
import { tell } from "./parent.js";
import { dropReceipt, receiptsHeader } from "./receipts.js";
import { moveHomeFrom, showForm } from "./reply.js";
import { known, request, session, watchSession } from "./session.js";
import { local, tab } from "./store.js";
import { t } from "./words.js";

// What such modules share with the frame; helpers without a memory they take from the frame's files themselves.
const shared = {
  addToTotal, dropReceipt, focusIdentity, fragment, keepUp, known, local, moveHomeFrom, present, receiptsHeader, renew,
  request, sayPlainly, session, showForm, showFrom, tab, takeAway, tell, watchPlaced, watchSession,
};
const VISIT = `visit:${threadId}`;

export const late = (name, pressed) => import(`./${name}.js`).then(module => {
  sayIn(pressed);
  return module.start(shared, pressed);
}).catch(() => sayIn(pressed, t("The server could not be reached. Please try again.")));

// A word of a comment says beside it, and again to who listens, what has not come.
function sayIn(pressed, sentence) {
  const acts = pressed?.closest("[data-acts]");
  acts?.querySelector("[data-missing]")?.remove();
  if (!sentence) return;
  acts?.append(el("span", { class: "wrong", "data-missing": "" }, icon("i-wrong"), el("span", {}, sentence)));
  announce(sentence);
}

// Whatever a reader has chosen here before is as it was left; settled once it is.
export const settled = local.get("order") || local.get(VISIT) || tab.get(`folded:${threadId}`)
  ? late("reading/again") : null;

export function startLate() {
  main.addEventListener("click", event => {
    const pressed = event.target.closest("[data-late]");
    if (pressed?.href) event.preventDefault();  // where it leads without scripts
    if (pressed) late(pressed.dataset.late, pressed);
  });
  watchSession(() => {
    if (session.likes[0] || tab.get("liking")) late("likes/like");
    if (session.allowed.moderate === null) late("moderating/thread");
    if (session.allowed.post?.type === "not-allowed") late("own/banned");
  });
  addEventListener("pagehide", () => local.set(VISIT, `${main.dataset.activity} ${Date.now()}`));
}
