// Likes: what the server says of them, given and taken back by whoever is signed in; a guest is asked to log in first.
import { announce, el, form, icon, threadId } from "../frame/dom.js";
import { readKept } from "../frame/store.js";
import { t } from "../frame/words.js";
import { adoptSheet } from "../late/sheet.js";

const KEPT = "liking";  // for the tab: whoever goes to another page has changed their mind
const PATIENCE = 10 * 60_000;  // milliseconds that somebody may take to log in
const everybodys = new Map();  // likes as others see them, of what shows one's own
const under = new Set();  // targets whose like is on its way
const query = new URLSearchParams(location.search);
let frame = null;

export async function start(shared, pressed) {
  const first = !frame;
  frame = shared;
  const wanted = pressed && pressed.ariaPressed !== "true";  // as it was seen
  if (first) {
    await adoptSheet();
    frame.watchSession(showMine);
    frame.watchPlaced(showMine);
  }
  showMine();
  if (pressed) await press(pressed.closest("[data-likes]").dataset.likes, wanted);
}

const placeOf = target => document.querySelector(`[data-likes="${target}"]`);
const buttonOf = place => place.querySelector("[aria-pressed]");

// As the session has it; what was shown as one's own before is everybody's again.
function showMine() {
  const mine = new Map(frame.session.likes.map(one => [one.target, one.html]));
  for (const [target, html] of mine) {
    const place = placeOf(target);
    if (!place || buttonOf(place).ariaPressed === "true") continue;
    everybodys.set(target, place);
    put(place, html);
  }
  for (const [target, place] of everybodys) {
    if (mine.has(target)) continue;
    everybodys.delete(target);
    if (placeOf(target)) swap(placeOf(target), place);
  }
  goOn();
}

const put = (place, html) => swap(place, frame.fragment(html).firstElementChild);

function swap(before, after) {
  const held = before.contains(document.activeElement);
  before.replaceWith(after);
  if (held) buttonOf(after).focus({ preventScroll: true });
}

// What a guest has wanted is done once, as soon as they are somebody.
function goOn() {
  if (!frame.session.identity) return;
  const { target, at } = readKept(frame.tab, KEPT, Boolean) ?? {};
  frame.tab.drop(KEPT);
  const liked = frame.session.likes.some(one => one.target === target);
  if (Date.now() - at < PATIENCE && placeOf(target) && !liked) send(target, true);
}

async function press(target, wanted) {
  try {
    await frame.known();
  } catch (problem) {
    return say(target, problem.message);
  }
  return frame.session.identity ? send(target, wanted) : askWho(target);
}

function askWho(target) {
  if (!form) return say(target, frame.session.allowed.like?.detail ?? t("Log in to like this."));
  frame.tab.set(KEPT, JSON.stringify({ target, at: Date.now() }));
  frame.showForm();
  frame.sayPlainly(t("Log in to like this."), "i-heart");
  return frame.focusIdentity();
}

async function send(target, wanted) {
  if (under.has(target)) return;
  under.add(target);
  const kind = target === threadId ? "threads" : "comments";
  const page = { page: query.get("page") ?? "", key: query.get("key") ?? "" };
  try {
    const body = kind === "threads" ? page : undefined;
    const answer = await frame.request(wanted ? "PUT" : "DELETE", `/${kind}/${target}/like`, { body });
    showAnswer(target, answer.body, wanted);
  } catch (problem) {
    if (problem.status === 401) askWho(target);
    else say(target, problem.message);
  } finally {
    under.delete(target);
  }
}

function showAnswer(target, { html, public: shown }, wanted) {
  const others = frame.session.likes.filter(one => one.target !== target);
  frame.session.likes = wanted ? [...others, { target, html }] : others;
  const place = placeOf(target);
  if (!place) return;
  put(place, html);
  say(target, "");
  if (wanted) everybodys.set(target, frame.fragment(shown).firstElementChild);
  else everybodys.delete(target);
  announce(wanted ? t("You like this.") : t("You do not like this any more."));
}

function say(target, sentence) {
  const place = placeOf(target);
  place?.querySelector(".wrong")?.remove();
  if (!sentence) return;
  place?.append(el("p", { class: "wrong" }, icon("i-wrong"), el("span", {}, sentence)));
  announce(sentence);
}
