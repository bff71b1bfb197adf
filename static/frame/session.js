// Who this browser is for this site: the answer of GET /session, and how requests prove it.
import { call, Problem } from "./api.js";
import { siteId, threadId } from "./dom.js";
import { anyReceipts, receiptsHeader } from "./receipts.js";
import { local } from "./store.js";
import { t } from "./words.js";

const GUEST = {
  identity: null, identities: [], csrf_token: "", stamp: "", allowed: {}, own: [], likes: [], claims: 0, troubles: [],
};
const watchers = [];
let changed = () => {};
const path = `/session?site=${siteId}&thread=${threadId}`;
const siblings = channel();
let asking = null;
let newest = 0;

export const session = { ...GUEST, known: false };

export const watchSession = act => watchers.push(act);

export const maybeSomebody = () => Boolean(bearer() || local.get("somebody")) || anyReceipts();

// `act` hears which comment was written, changed or deleted in another frame of this thread: beside it or in another tab.
export function watchCopies(act) {
  changed = act;
}

// One question at a time; `why` reaches the watchers ("lapsed", or nothing).
export function refresh(why) {
  asking ??= askWho(credential(), why).finally(() => { asking = null; });
  return asking;
}

const fresh = () => Date.now() - session.since < 7e7;  // the first stamp stays while it is good: the form is that old
export const known = () => session.known && fresh() ? Promise.resolve() : refresh();

// An unsafe request with all its proofs; a token that has aged is renewed once, a lapsed sign-in is told.
export async function request(method, where, { body, headers, signal } = {}) {
  await known();
  const send = async () => {
    const done = await call(method, where, {
      body, signal, headers: { ...credential(), "X-CSRFToken": session.csrf_token, ...headers },
    });
    if (method !== "GET" && /^.(thr|comm)/.test(where)) siblings?.postMessage([threadId, done.body.id]);
    return done;
  };
  try {
    return await send();
  } catch (problem) {
    if (problem.status === 401) await lapse();
    if (problem.type !== "csrf") throw problem;
    const before = session.identity?.id;
    await askWho(credential(), before && "lapsed");
    if (session.identity?.id === before) return send();
    if (!session.identity) throw new Problem(401, { title: t("Your sign-in has lapsed.") });
    const title = t("You are signed in as somebody else now. Your text is still here.");
    throw new Problem(409, { type: "identity-changed", title });
  }
}

// A comment just confirmed: the server will list it as own from the next answer on.
export function addOwn(comment) {
  session.own = [...session.own.filter(one => one.id !== comment.id), comment];
  for (const act of watchers) act("own");
}

export async function logOut() {
  const { body } = await request("DELETE", path, { headers: receiptsHeader() });
  dropBearer();
  local.set("choose", "1");  // the next sign-in asks which account to use
  adopt(body);
  siblings?.postMessage("session");
}

export async function continueAs(id) {
  const { body } = await request("PUT", path.replace("?", "/identity?"), {
    body: { identity: id }, headers: receiptsHeader(),
  });
  adopt(body);
  siblings?.postMessage("session");
}

export async function claimComments() {
  const { body } = await request("POST", path.replace("?", "/claims?"), { headers: receiptsHeader() });
  adopt(body);
}

// After a claim: has the cookie stuck? Else the session comes as a bearer, which the frame keeps.
export async function settle(transaction, proof) {
  await askWho({});
  if (session.identity) {
    dropBearer();
  } else {
    const { body } = await call("POST", `/signin/transactions/${transaction}/bearer`, { body: proof });
    local.set("bearer", body.bearer ?? "");
    await askWho(credential());
  }
  if (!session.identity) throw new Problem(410, { title: t("This browser could not keep your sign-in.") });
  local.drop("choose");
  siblings?.postMessage("session");
}

function credential() {
  return bearer() ? { Authorization: `Bearer ${bearer()}` } : {};
}

async function lapse() {
  dropBearer();
  local.drop("somebody");
  await askWho({}, "lapsed").catch(() => adopt({ ...GUEST }, "lapsed"));
}

async function askWho(proof, why) {
  const turn = ++newest;
  const { body } = await call("GET", path, { headers: { ...proof, ...receiptsHeader() } });
  if (proof.Authorization && !body.identity) dropBearer();
  if (turn === newest) adopt(body, why);
}

function adopt(answer, why) {
  const first = session.stamp && fresh() ? { stamp: session.stamp } : { since: Date.now() };
  Object.assign(session, GUEST, answer, first, { known: Boolean(answer.csrf_token) });
  if (session.identity) local.set("somebody", "1");
  else local.drop("somebody");
  for (const act of watchers) act(why);
}

function bearer() {
  const kept = local.get("bearer") ?? "";
  return /^[\w.~+/=-]{16,512}$/.test(kept) ? kept : "";
}

function dropBearer() { local.drop("bearer"); }

function channel() {
  try {
    const line = new BroadcastChannel(`rejoinder:${siteId}`);
    line.onmessage = ({ data: [thread, id] }) => {  // or only that the session is another
      if (session.known || maybeSomebody()) askWho(credential()).catch(() => {});
      if (thread === threadId) changed(id);
    };
    return line;
  } catch {
    return null;  // refused with the storage
  }
}
