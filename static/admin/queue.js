// The queue in place: what its form would do, without leaving the page; the focus goes on to the next comment.
import { listenToKeys } from "./keys.js";
import { cases, choices, current, mark, putBack, queue, seen, status, take, ticked } from "./rows.js";

const notice = document.querySelector("[data-notice]");
const undoForm = notice.querySelector("[data-undo-form]");
let busy = false;

queue.addEventListener("submit", event => {
  const pressed = event.submitter;
  if (pressed?.name !== "decide") return;
  event.preventDefault();
  decide(...pressed.value.split(" "));
});
undoForm.addEventListener("submit", event => {
  event.preventDefault();
  undo();
});
listenToKeys({ current, decide: act, follow, go, mark, undo });

// By a key: for all that are ticked, else for the comment that has the focus. Where it is public, "approve" is what is
// left of that: nothing is wrong with it.
function act(key) {
  const choice = key === "approve" && field("reported").value ? "dismiss" : key;
  const here = current()?.dataset.case;
  if (ticked().length) decide(choice);
  else if (here && choices(here).includes(choice)) decide(choice, seen(here));
}

async function decide(choice, one) {
  const ids = one ? [one] : ticked();
  if (!ids.length) return;
  const answer = await send(queue.action, {
    decide: [choice, ...ids].join(" "), status, reason: field("reason").value, words: field("words").value,
  });
  if (!answer) return;
  if (answer.done.length) forgetReason();
  const next = take([...answer.done, ...answer.missed.map(one => one.id)]);
  sayHow(answer);
  settle(next);
}

async function undo() {
  const batch = undoForm.elements.namedItem("batch").value;
  if (undoForm.hidden || !batch) return say(queue.dataset.nothing);
  const answer = await send(queue.dataset.undo, { batch });
  if (!answer) return;
  const back = putBack(answer.done);
  sayHow(answer);
  if (answer.done.length && !back) location.reload();  // they were decided about on another page
  settle(back ?? current() ?? cases()[0]);
}

async function send(where, fields) {
  if (busy) return null;
  busy = true;
  try {
    const csrf_token = field("csrf_token").value;
    const answer = await fetch(where, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ csrf_token, ...fields }),
    });
    const told = await answer.json();
    if (told.done) return told;
    say(told.detail || told.title);
  } catch {
    say(queue.dataset.failed);
  } finally {
    busy = false;
  }
  return null;
}

function field(name) {
  return queue.elements.namedItem(name);
}

// A reason is for one decision: nobody wants it told by mistake.
function forgetReason() {
  field("reason").value = field("words").value = "";
  queue.querySelector(".reason").removeAttribute("open");
}

function sayHow({ said, missed, batch }) {
  say([said, ...missed.map(one => one.said)].filter(Boolean).join(" "), batch);
}

function say(sentence, batch) {
  notice.querySelector("[data-said]").textContent = sentence;
  undoForm.elements.namedItem("batch").value = batch ?? "";
  undoForm.hidden = !batch;
}

// Where nothing is left, on what can still be done.
function settle(row) {
  if (row) row.focus();
  else (undoForm.hidden ? queue.querySelector("[data-empty]") : undoForm.querySelector("button")).focus();
}

function go(step) {
  const all = cases();
  const at = all.indexOf(current());
  all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
}

function follow(key) {
  current()?.querySelector(`[data-key="${key}"]`)?.click();
}
