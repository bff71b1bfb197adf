// One sign-in under way: the window, the handshake with it, and the claim of what it brings.
import { call, Problem } from "./api.js";
import { siteId } from "./dom.js";
import { request, settle } from "./session.js";
import { t } from "./words.js";

const LONGEST_ATTEMPT = 10 * 60_000;  // milliseconds, as long as the server keeps a transaction
const SHUT = 3;  // claims without an answer since the window was last seen open
const FEATURES = { popup: 1, width: 480, height: 680 };

// Must be called in the click itself. `done` resolves when signed in, rejects with a Problem. `shut` is called once
// where the window seems to be closed: never more than a hint, for a provider that cuts it off makes it look so.
export function signIn(provider, mode, shut) {
  const life = new AbortController();
  let cancelled = false;
  const popup = openWindow();  // null also where it has opened: under the page's COOP
  const line = handshake(popup, life.signal);
  const made = request("POST", "/signin/transactions", { body: { provider, site: siteId, mode } });
  const done = made.then(({ body }) => {
    line.start(body);
    return claim(body, line, life.signal, watchWindow(popup, shut));
  });
  made.catch(() => popup?.close());
  done.finally(() => life.abort()).catch(() => {});
  return {
    done: new Promise((resolve, reject) => {
      done.then(() => cancelled || resolve(), problem => cancelled || reject(problem));
    }),
    cancel() {
      cancelled = true;
      life.abort();
      popup?.close();
      made.then(({ body }) => withdraw(body)).catch(() => {});
    },
  };
}

function openWindow() {
  const { width, height } = FEATURES;
  const left = Math.round(screenX + (outerWidth - width) / 2);
  const top = Math.round(screenY + Math.max(0, (outerHeight - height) / 3));
  const features = Object.entries({ ...FEATURES, left, top }).map(pair => pair.join("=")).join();
  try {
    return window.open(`/signin?lang=${document.documentElement.lang}`, `rejoinder-${crypto.randomUUID()}`, features);
  } catch {
    return null;  // a sandbox without popups
  }
}

// The window says that it is ready, gets the transaction, and says at the end that it is done.
function handshake(popup, signal) {
  let start = null, ready = false, refused = false, news = false, wake = () => {};
  const nudge = () => { news = true; wake(); };
  const send = () => {
    if (ready && start) popup.postMessage({ v: 1, type: "start", ...start }, location.origin);
  };
  addEventListener("message", ({ source, origin, data }) => {
    if (!popup || source !== popup || origin !== location.origin || data?.v !== 1) return;
    if (data.type === "ready") { ready = true; send(); }
    if (data.type === "done") nudge();
    if (data.type === "refused") { refused = true; nudge(); }
  }, { signal });
  addEventListener("focus", nudge, { signal });
  document.addEventListener("visibilitychange", () => document.hidden || nudge(), { signal });
  return {
    start({ id, bind }) { start = { id, bind }; send(); },
    refused: () => refused,
    // Ends after that time, when there may be news, or when all is over.
    async pause(milliseconds) {
      if (!news) await new Promise(resolve => {
        wake = resolve;
        setTimeout(resolve, milliseconds);
        signal.addEventListener("abort", resolve);
      });
      news = false;
    },
  };
}

// To be called after each claim that found no answer.
function watchWindow(popup, shut) {
  let missed = 0;
  return () => {
    if (popup?.closed && ++missed === SHUT) shut();
  };
}

async function claim({ id, claim_secret }, line, signal, pending) {
  const end = Date.now() + LONGEST_ATTEMPT;
  for (let wait = 1000; Date.now() < end && !signal.aborted; wait = Math.min(3000, wait + 200)) {
    await line.pause(wait);
    if (signal.aborted) break;
    const title = line.refused() && t("This browser refuses the cookie that sign-in needs.");
    if (title) throw new Problem(410, { title });
    if (await claimed(id, claim_secret, signal)) return settle(id, claim_secret);
    pending();
  }
  throw new Problem(410, { type: "expired", title: t("Logging in took too long. Please try again.") });
}

async function claimed(id, claim_secret, signal) {
  try {
    const path = `/signin/transactions/${id}/claim`;
    const { status } = await call("POST", path, { body: { claim_secret }, signal });
    return status === 200;
  } catch (problem) {
    if ([403, 404, 410].includes(problem.status)) throw problem;
    return false;  // no answer, too many, a server that restarts: the next turn asks again, up to the limit
  }
}

function withdraw({ id, claim_secret }) {
  return request("DELETE", `/signin/transactions/${id}`, { body: { claim_secret } });
}
