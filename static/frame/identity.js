// Who are you? Exactly one pane stands in the form at a time, and a comment goes out as what that pane shows.
import { closeInApps, inApp } from "./apps.js";
import { canLeave, comeBack, goAway } from "./away.js";
import { listenToProviders, renewChooser } from "./chooser.js";
import { announce, find } from "./dom.js";
import { changePane, connectingPane, endNote, lapsedNote, plainNote, signedInPane } from "./panes.js";
import { continueAs, logOut, session, watchSession } from "./session.js";
import { signIn } from "./signin.js";
import { local } from "./store.js";
import { t } from "./words.js";

const place = find("identity");
const chooser = place && find("chooser", place);
let shown = { kind: "chooser", pane: chooser };
let attempt = null;
let busy = false;

export function startIdentity() {
  closeInApps(chooser);
  listenToProviders(chooser, connect);
  watchSession(why => {
    const choosing = shown.kind === "change" && session.identity?.id === shown.id;
    if (!attempt && !choosing) showWho(why, why !== "own");
  });
}

// "guest", an identity's id, or null while the pane names nobody.
export const shownAs = () => ({ chooser: "guest", signedIn: shown.id }[shown.kind] ?? null);

export function focusIdentity() {
  (shown.pane.querySelector("[data-first]") ?? shown.pane).focus();  // the chooser prefers nobody, so it has no first
}

function showWho(why, stays) {  // `stays`: a sentence above the pane, where only a late answer about the session came
  const who = session.identity;
  const same = shown.kind === "signedIn" && shown.id === who?.id;
  if (who) showPane("signedIn", same ? shown.pane : signedInPane(who, { leave, change }), null, who.id, stays);
  else showPane("chooser", chooser, why === "lapsed" ? lapsedNote() : null, null, stays);
  renewChooser(chooser);
  if (!who && why === "lapsed") announce(t("Your sign-in has lapsed."));
}

function showPane(kind, pane, note, id, stays) {
  const held = place.contains(document.activeElement);
  const focused = shown.pane === pane && document.activeElement;
  if (note || !stays || shown.pane !== pane) place.querySelector(":scope > .note")?.remove();
  if (shown.pane !== pane) shown.pane.replaceWith(pane);
  shown = { kind, pane, id };
  if (note) place.prepend(note);
  if (held && !focused) focusIdentity();
}

function sayBeside(sentence, note) {
  place.querySelector(":scope > .note")?.remove();
  place.prepend(note);
  announce(sentence);
}

export const sayPlainly = (sentence, mark) => sayBeside(sentence, plainNote(sentence, mark));
const sayEnd = ({ message, type }) => sayBeside(message, endNote(message, { wanted: type === "denied" }));

// By a window; `away` in the page's own tab, as in apps, whose windows may have nobody to come back to.
function connect(wanted, away = inApp && canLeave()) {
  const { provider, switchesAt } = wanted;
  const mode = session.identity || local.get("choose") ? "change" : "signin";
  const left = switchesAt && session.identity?.id;  // who is to be changed, where no chooser can be asked for
  attempt?.cancel();
  if (away) return follow(goAway(provider, mode, { wanted, left }), wanted, left);
  const mine = signIn(provider, mode, () => {
    if (attempt !== mine) return;
    draw({ again, stay, shut: true });
    announce(t("The window seems to be closed."));
  });
  const again = () => connect(wanted);
  const stay = canLeave() && (() => connect(wanted, true));
  const draw = follow(mine, wanted, left);
  draw({ again, stay });
}

// Whether a sign-in that left from here has come back with this code.
export function resume(code) {
  const mine = comeBack(code);
  if (mine) follow(mine, mine.kept.wanted, mine.kept.left);
  return Boolean(mine);
}

function follow(mine, wanted, left) {
  const { provider, title, switchesAt } = wanted;
  attempt = mine;
  const cancel = () => {
    mine.cancel();
    attempt = null;
    showWho();
    shown.pane.querySelector(`[data-provider="${provider}"]`)?.focus();
  };
  const draw = ways => showPane("connecting", connectingPane(title, { cancel, ...ways }));
  draw();
  announce(t("Connecting to %(provider)s…", { provider: title }));
  mine.done.then(() => end(mine, null, session.identity.id === left && switchesAt), problem => end(mine, problem));
  return draw;
}

function end(mine, problem, switchesAt) {
  if (attempt !== mine) return;
  attempt = null;
  showWho(problem?.status === 401 ? "lapsed" : "");
  if (problem && problem.status !== 401 && problem.type !== "cancelled") sayEnd(problem);
  else if (switchesAt) sayPlainly(sameAgain(switchesAt));
  else if (!problem) announce(t("Signed in as %(name)s", { name: session.identity.name }));
}

function sameAgain(place) {
  const { name, provider_title: provider } = session.identity;
  return t("%(provider)s has signed you in as %(name)s again. Not you? Switch at %(place)s, then try again.", {
    provider, name, place,
  });
}

function change() {
  const pane = changePane(session.identities, chooser, { cancel: () => showWho(), take });
  listenToProviders(pane, connect);
  showPane("change", pane, null, session.identity?.id);
}

async function take(id) {
  if (id === session.identity?.id) return showWho();
  await once(async () => {
    await continueAs(id);
    showWho();
  });
}

const leave = () => once(async () => {
  const { provider_title: provider } = session.identity;
  await logOut();
  sayPlainly(t("You are logged out here. Your %(provider)s account itself stays signed in.", { provider }));
});

// Not twice at a time; what goes wrong is said above the pane (a lapsed sign-in has its own note).
async function once(act) {
  if (busy) return;
  busy = true;
  try {
    await act();
  } catch (problem) {
    if (problem.status !== 401) sayEnd(problem);
  } finally {
    busy = false;
  }
}
