// The frame is as high as its document; the page around gives it that height and scrolls to parts of it.
import { findAll, main } from "./dom.js";
import { tell } from "./parent.js";

const LONGEST = 12;  // milliseconds in which comments are laid out at a time
let toldHeight = 0;

export function tellHeight() {
  const height = Math.ceil(main.getBoundingClientRect().height);
  if (height !== toldHeight) tell("height", { height });
  toldHeight = height;
}

export function tellHeightAnew() {
  toldHeight = 0;
  tellHeight();
}

export function reveal(part) {
  unfold();  // what stands above a part moves it no more
  const { top, height } = part.getBoundingClientRect();
  tell("scroll", { top: Math.max(0, top + scrollY), height });
}

// Comments below the first few are laid out a few at a time, so that nothing else waits for all of them.
function unfold(end = Infinity) {
  for (const item of findAll("later")) {
    item.removeAttribute("data-later");
    item.getBoundingClientRect();  // has it laid out now
    if (performance.now() > end) return setTimeout(unfoldSome);
  }
  tellHeight();  // out of sight nothing else does
}

export const unfoldSome = () => unfold(performance.now() + LONGEST);

new ResizeObserver(tellHeight).observe(main);
