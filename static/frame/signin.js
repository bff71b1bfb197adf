// Signing in by a window: it opens in the click, and the form hands it the transaction.
import { attemptOf, begin, claim } from "./attempt.js";
import { lang } from "./words.js";

const SHUT = 3;  // claims without an answer since the window was last seen open
const FEATURES = { popup: 1, width: 480, height: 680 };

// Must be called in the click itself. `done` resolves when signed in, rejects with a Problem. `shut` is called once
// where the window seems to be closed: never more than a hint, for a provider that cuts it off makes it look so.
export function signIn(provider, mode, shut) {
  const life = new AbortController();
  const popup = openWindow();  // null also where it has opened: under the page's COOP
  const line = handshake(popup, life.signal);
  const made = begin({ provider, mode });
  made.catch(() => popup?.close());
  return attemptOf(made, life, popup, body => {
    line.start(body);
    return claim(body, line, life.signal, watchWindow(popup, shut));
  });
}

function openWindow() {
  const { width, height } = FEATURES;
  const left = Math.round(screenX + (outerWidth - width) / 2);
  const top = Math.round(screenY + Math.max(0, (outerHeight - height) / 3));
  const features = Object.entries({ ...FEATURES, left, top }).map(pair => pair.join("=")).join();
  try {
    return window.open(`/signin?lang=${lang}`, `rejoinder-${crypto.randomUUID()}`, features);
  } catch {
    return null;  // a sandbox without popups
  }
}

// The window says that it is ready, gets the transaction, and says at the end that it is done. Where there is none to
// wait for, or none to be heard, the first claim goes out at once.
export function handshake(popup, signal) {
  let start = null, ready = false, refused = false, news = !popup, wake = () => {};
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
