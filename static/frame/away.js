// Signing in without a window: the page's own tab goes to the provider, and comes back with a code for this frame.
import { attemptOf, begin, claim } from "./attempt.js";
import { threadId } from "./dom.js";
import { tell } from "./parent.js";
import { handshake } from "./signin.js";
import { readKept, tab } from "./store.js";

const AWAY = `away:${threadId}`;
let page = "";  // around us, if its tab may be taken

export const setPage = address => { page = address; };
export const canLeave = () => Boolean(page) && window.parent === window.top && tab.keeps();

// The page's own tab goes to the provider; what claims the sign-in waits here until it is back, with `kept`.
export function goAway(provider, mode, kept) {
  const life = new AbortController();
  return attemptOf(begin({ provider, mode, page }), life, null, ({ id, claim_secret, bind }) => {
    if (life.signal.aborted) return null;
    tab.set(AWAY, JSON.stringify({ id, claim_secret, ...kept }));
    tell("leave", { way: `id=${id}#${bind}` });
    return new Promise(() => {});  // ends with this document
  });
}

// The sign-in that left from here, with what was kept; null for a code that somebody else has brought.
export function comeBack(code) {
  const kept = readKept(tab, AWAY, one => typeof one?.id === "string" && typeof one.claim_secret === "string");
  if (!kept) return null;
  tab.drop(AWAY);
  tell("back", { way: page });  // the code has done its work in the address
  const life = new AbortController();
  const line = handshake(null, life.signal);
  const made = Promise.resolve({ body: { ...kept, code } });
  return { kept, ...attemptOf(made, life, null, body => claim(body, line, life.signal, () => {})) };
}
