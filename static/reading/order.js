// The order in which comments are read, as the reader has chosen; remembered in this browser for the whole site.
import { announce, find, findAll, main } from "../frame/dom.js";
import { t } from "../frame/words.js";

const ORDERS = ["oldest", "newest", "liked"];
let asked = null;

export async function start(frame, pressed) {
  const { to } = pressed.dataset;
  frame.local.set("order", to);
  if (await show(frame, to)) announce(t("The order has changed."));
}

export async function orderAgain(frame) {
  const kept = frame.local.get("order");
  if (ORDERS.includes(kept) && findAll("to").length) await show(frame, kept);
}

// The last one asked for counts; one that cannot be had leaves everything as it is.
async function show(frame, order) {
  const before = main.dataset.order;
  if (order === before) return false;
  asked = order;
  main.dataset.order = order;
  const words = findAll("to");
  words[0].parentElement.ariaBusy = "true";
  const top = find("comments").firstElementChild;
  await frame.showFrom({});
  if (asked !== order) return false;
  words[0].parentElement.ariaBusy = null;
  const failed = top && find("comments").firstElementChild === top;
  if (failed) main.dataset.order = before;
  for (const word of words) {
    if (word.dataset.to === main.dataset.order) word.ariaCurrent = "true";
    else word.removeAttribute("aria-current");
  }
  return !failed;
}
