// The frame is as high as its document; the page around gives it that height and scrolls to parts of it.
import { main } from "./dom.js";
import { tell } from "./parent.js";

let told = 0;

export function tellHeight() {
  const height = Math.ceil(main.getBoundingClientRect().height);
  if (height !== told) tell("height", { height });
  told = height;
}

export function tellHeightAnew() {
  told = 0;
  tellHeight();
}

export function reveal(part) {
  tellHeight();
  const { top, height } = part.getBoundingClientRect();
  tell("scroll", { top: Math.max(0, top + scrollY), height });
}

new ResizeObserver(tellHeight).observe(main);
