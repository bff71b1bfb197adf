// Sends what the form holds, as whoever the form shows, and shows what became of it.
import { addToTotal, articleOf, placeComment, present } from "./comments.js";
import { announce, form, submitButton, textarea, threadId } from "./dom.js";
import { clearErrors, note, showErrors } from "./errors.js";
import { focusIdentity, shownAs } from "./identity.js";
import { late } from "./late.js";
import { forgetKey, keyFor, noteRejection } from "./once.js";
import { tell } from "./parent.js";
import { keepReceipt, receiptsHeader } from "./receipts.js";
import { replyTarget, submitWord } from "./reply.js";
import { addOwn, refresh, request, session } from "./session.js";
import { t } from "./words.js";

const query = new URLSearchParams(location.search);
let sending = false;

export const isSending = () => sending;

// `confirmed` is called before the comment is shown, `kept` when the key of this sending is known.
export async function send(confirmed, kept) {
  if (sending) return;
  clearErrors(form);
  const shown = shownAs();
  if (!shown) return chooseFirst();
  look(true);
  try {
    const fields = content(shown);
    const sent = { ...fields, stamp: session.stamp, idempotency_key: keyFor(fields) };
    kept();
    const answer = await request("POST", `/threads/${threadId}/comments`, { body: sent, headers: receiptsHeader() });
    confirmed();
    look(false);
    showPosted(answer.body, sent.parent);
  } catch (problem) {
    look(false);
    await refuse(problem);
  }
}

// What stands in the form is all that is asked of whoever it shows: a guest's details, or where mail may go.
function content(shown) {
  const fields = Object.fromEntries(new FormData(form));
  return {
    ...fields, body: textarea.value, as: shown, parent: replyTarget(), page: query.get("page") ?? "",
    key: query.get("key") ?? "",
  };
}

function showPosted({ id, status, html, receipt, edit_until, offers_mail: offer }, parent) {
  if (receipt) keepReceipt(receipt);
  const known = articleOf(id);  // where others have been quicker to tell, it is there and counted
  const article = placeComment({ id, parent, html });
  if (!known && status === "published") addToTotal(1);
  addOwn({ id, parent, status, html, edit_until });
  tell("posted", { id, status });
  present(article, { fresh: true });
  announce(status === "published" ? t("Your comment has been posted.") : t("Your comment is awaiting moderation."));
  if (offer) late("own/offer", article);
}

async function refuse(problem) {
  if (problem.status >= 400 && problem.status < 500) noteRejection();
  if (problem.status === 401) return focusIdentity();  // the session's watchers say that it has lapsed
  if (problem.type === "identity-changed") return identityChanged(problem);
  if (problem.type === "key-reused") forgetKey();
  const left = showErrors(form, problem.errors);
  if (left.length) return note(form, left.join(" "));
  if (!form.querySelector("[aria-invalid]")) tellRefusal(sentenceOf(problem));
}

function sentenceOf(problem) {
  if (problem.type === "key-reused") return t("An earlier version was posted. Post again to add this one.");
  const kept = problem.status === 0 || problem.status >= 500;
  return kept ? `${problem.message} ${t("Your text is still here.")}` : problem.message;
}

async function identityChanged(problem) {
  await refresh("lapsed").catch(() => {});
  if (session.identity) tellRefusal(problem.message);
  else focusIdentity();
}

function chooseFirst() {
  tellRefusal(t("Please choose first how you comment."));
  focusIdentity();
}

function tellRefusal(sentence) {
  note(form, sentence);
  announce(sentence);
}

function look(now) {
  sending = now;
  textarea.readOnly = now;
  form.setAttribute("aria-busy", String(now));
  submitButton.textContent = now ? t("Posting Comment…") : submitWord();
  if (now) submitButton.setAttribute("aria-disabled", "true");
  else submitButton.removeAttribute("aria-disabled");
}
