// Theme and knobs of the page around: a fixed list of names, each with the grammar of its value.
import { main } from "./dom.js";

const length = /^\d{1,3}(\.\d+)?(px|r?em|pt)$/;
const number = /^\d(\.\d+)?$/;
const grammar = {
  "--rejoinder-accent": value => CSS.supports("color", value),
  "--rejoinder-font": value => CSS.supports("font-family", value),
  "--rejoinder-size": value => length.test(value),
  "--rejoinder-radius": value => value === "0" || length.test(value),
  "--rejoinder-space": value => number.test(value),
};
const fetches = /\b(url|image|image-set|src|var|env|attr)\(/i;

export function setStyle(style) {
  for (const [name, fits] of Object.entries(grammar)) {
    const value = style?.[name];
    const good = typeof value === "string" && value.length <= 100 && !fetches.test(value) && fits(value);
    if (good) main.style.setProperty(name, value === "0" ? "0px" : value);
    else main.style.removeProperty(name);
  }
}

export function setTheme(theme) {
  if (theme !== "light" && theme !== "dark") return;
  main.dataset.theme = theme;
  document.documentElement.style.colorScheme = theme;  // as outside: so it stays transparent
}
