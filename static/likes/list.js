// The list of who likes something, opened by its sentence and closed by it.
import { fetchJson } from "../frame/api.js";
import { announce, threadId } from "../frame/dom.js";
import { lang } from "../frame/words.js";
import { adoptSheet } from "../late/sheet.js";

export async function start(frame, pressed) {
  const { likes: target } = pressed.closest("[data-likes]").dataset;
  const shown = document.querySelector(`[data-liked-by="${target}"]`);
  if (shown) {
    shown.remove();
    pressed.ariaExpanded = "false";
    return;
  }
  if (pressed.ariaBusy) return;
  pressed.ariaBusy = "true";
  try {
    const [{ html }] = await Promise.all([
      fetchJson(`/${target === threadId ? "threads" : "comments"}/${target}/likes?lang=${lang}`), adoptSheet()]);
    (pressed.closest(".acts") ?? pressed.closest("[data-likes]")).after(frame.fragment(html));
    pressed.ariaExpanded = "true";
    announce(document.querySelector(`[data-liked-by="${target}"] b`).textContent);
  } catch (problem) {
    announce(problem.message);
  }
  pressed.ariaBusy = null;
}
