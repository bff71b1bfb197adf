// The hooks of the document that scripts hold on to, and the small shapes that scripts draw.
export const main = document.querySelector("main[data-rejoinder]");
export const siteId = main.dataset.site;
export const threadId = main.dataset.thread;

export const find = (hook, within = main) => within.querySelector(`[data-${hook}]`);
export const findAll = (hook, within = main) => [...within.querySelectorAll(`[data-${hook}]`)];

// The form, where the thread is open, and what it always has.
export const form = find("form");
export const textarea = form?.elements.namedItem("body");
export const submitButton = form && find("submit", form);

// Fields are attributes, but functions, which listen.
export function el(tag, fields = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter(child => (child ?? false) !== false));
  return element;
}

export function icon(name, className = "icon") {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  drawing.setAttribute("class", className);
  drawing.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#${name}`);
  drawing.append(use);
  return drawing;
}

export const button = (className, text, click, fields = {}) =>
  el("button", { type: "button", class: className, click, ...fields }, text);

export function announce(sentence) {
  const live = find("live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = sentence; });  // said again even when it is the same
}
