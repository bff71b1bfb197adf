// The frame is as high as its document; the page around gives it that height and scrolls to parts of it.
import { main } from "./dom.js";
import { tell } from "./parent.js";
import { unfold } from "./unfold.js";

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
  tellHeight();
  const { top, height } = part.getBoundingClientRect();
  tell("scroll", { top: Math.max(0, top + scrollY), height });
}

new ResizeObserver(tellHeight).observe(main);
