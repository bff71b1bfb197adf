// Comments below the first few are laid out a few at a time, so that nothing else waits for all of them.
import { findAll } from "./dom.js";

const LONGEST = 12;  // milliseconds at a time

export function unfold(end = Infinity) {
  for (const item of findAll("later")) {
    item.removeAttribute("data-later");
    item.getBoundingClientRect();  // has it laid out now
    if (performance.now() > end) return requestAnimationFrame(() => setTimeout(unfoldSome));
  }
}

export const unfoldSome = () => unfold(performance.now() + LONGEST);
