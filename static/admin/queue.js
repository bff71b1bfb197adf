// The queue in place: what its form would do, without leaving the page; the focus goes on to the next comment.
import { listenToKeys } from "./keys.js";
import { after, cases, current, putBack, queue, status, take } from "./rows.js";

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
listenToKeys({ cases, current, decide: act, follow, go, mark, undo });

function ticked() {
  return cases().filter(one => one.querySelector("[type=checkbox]").checked).map(one => one.dataset.case);
}

// By a key: for all that are ticked, else for the comment that has the focus.
function act(choice) {
  const ids = ticked();
  const here = current()?.dataset.case;
  if (ids.length) decide(choice);
  else if (here && choices(here).includes(choice)) decide(choice, here);
}

const choices = id => [...document.getElementById(`case-${id}`).querySelectorAll("button[name=decide]")].map(
  one => one.value.split(" ")[0]);

async function decide(choice, one) {
  const ids = one ? [one] : ticked();
  if (!ids.length) return;
  const answer = await send(queue.action, {
    decide: [choice, ...ids].join(" "), status,
    reason: value("data-reason"), words: value("data-words"),
  });
  if (!answer) return;
  if (answer.done.length) forgetReason();
  const next = after([...answer.done, ...answer.missed.map(one => one.id)]);
  for (const id of answer.done) take(id);
  for (const one of answer.missed) take(one.id);
  say([answer.said, ...answer.missed.map(one => one.said)].filter(Boolean).join(" "), answer.batch);
  settle(next);
}

async function undo() {
  const batch = undoForm.elements.namedItem("batch").value;
  if (undoForm.hidden || !batch) return say(queue.dataset.nothing, null);
  const answer = await send(queue.dataset.undo, { batch });
  if (!answer) return;
  const back = answer.done.map(putBack).filter(Boolean);
  say([answer.said, ...answer.missed.map(one => one.said)].filter(Boolean).join(" "), null);
  if (answer.done.length && !back.length) location.reload();  // they were decided about on another page
  settle(back[0] ?? current() ?? cases()[0]);
}

async function send(where, fields) {
  if (busy) return null;
  busy = true;
  try {
    const csrf_token = queue.elements.namedItem("csrf_token").value;
    const answer = await fetch(where, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ csrf_token, ...fields }),
    });
    const told = await answer.json();
    if (told.done) return told;
    say(told.detail || told.title, null);
  } catch {
    say(queue.dataset.failed, null);
  } finally {
    busy = false;
  }
  return null;
}

const field = name => queue.querySelector(`[${name}]`);
const value = name => field(name)?.value ?? "";

// A reason is for one decision: nobody wants it told by mistake.
function forgetReason() {
  for (const one of [field("data-reason"), field("data-words")]) if (one) one.value = "";
  queue.querySelector(".reason")?.removeAttribute("open");
}

function say(sentence, batch) {
  notice.querySelector("[data-said]").textContent = sentence;
  undoForm.elements.namedItem("batch").value = batch ?? "";
  undoForm.hidden = !batch;
}

function settle(row) {
  if (row) row.focus();
  else document.querySelector("[data-search]").focus();
}

function go(step) {
  const all = cases();
  const at = all.indexOf(current());
  all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
}

function mark() {
  current()?.querySelector("[type=checkbox]").click();
}

function follow(key) {
  current()?.querySelector(`[data-key="${key}"]`)?.click();
}
