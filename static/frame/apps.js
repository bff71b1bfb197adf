// Views inside other apps, where some providers sign nobody in: their cells say so there, and open nothing. Windows are no good there.
import { el, find, findAll } from "./dom.js";
import { t } from "./words.js";

const VIEWS = /\bFBA[NV]\/|\bInstagram\b|\bLine\/|; wv\)/;  // Facebook's, Instagram's, Line's, and any on Android

export const inApp = VIEWS.test(navigator.userAgent);

export function closeInApps(chooser) {
  if (!inApp) return;
  const sentences = findAll("refuses-apps", chooser).map(cell => close(cell));
  const row = el("p", { class: "scopes", "data-apps": "" }, sentences.join("\n"));
  if (sentences.length) find("consent", chooser).after(row);
}

function close(cell) {
  const sentence = t("%(provider)s does not sign in inside this app: open this page in your browser.", {
    provider: cell.dataset.title,
  });
  cell.setAttribute("aria-disabled", "true");
  cell.dataset.sends = "";
  cell.querySelector("[hidden]").textContent = sentence;
  return sentence;
}
