// Marks around the words: by buttons, of which Tab reaches one and arrows the others, and by keys in the text.
import { put, selected } from "./text.js";

const AROUND = { bold: "**", italic: "*", code: "`", spoiler: "||" };
const WEB = /^https?:\/\/\S+$/;
const mac = /^Mac|^iP/.test(navigator.platform);

export function startMarks({ find, t, textarea }) {
  const toolbar = find("marks");
  const tools = [...toolbar.children];
  for (const [at, tool] of tools.entries()) {
    tool.tabIndex = at ? -1 : 0;
    name(tool, t);
  }
  const act = ({ dataset: { tool }, ariaDisabled }) => ariaDisabled === "true" || mark(textarea, tool);
  toolbar.addEventListener("click", ({ target }) => {
    const tool = target.closest("[data-tool]");
    if (tool) act(tool);
  });
  toolbar.addEventListener("keydown", event => move(event, tools.filter(tool => tool.checkVisibility())));
  toolbar.addEventListener("focusin", ({ target }) => {
    for (const tool of tools) tool.tabIndex = tool === target ? 0 : -1;
  });
  textarea.addEventListener("keydown", event => {
    const tool = event.isComposing || tools.find(one => one.dataset.keys && pressed(event, one.dataset.keys));
    if (!tool || tool === true) return;
    event.preventDefault();
    act(tool);
  });
}

function name(tool, t) {
  const { keys } = tool.dataset;
  const label = tool.getAttribute("aria-label");
  if (!keys) return tool.setAttribute("title", label);
  tool.setAttribute("aria-keyshortcuts", `${mac ? "Meta" : "Control"}+${keys}`);
  tool.setAttribute("title", t("%(name)s (%(keys)s)", { name: label, keys: `${mac ? "⌘" : t("Ctrl")}+${keys}` }));
}

function pressed({ altKey, code, ctrlKey, key, metaKey, shiftKey }, keys) {
  if (altKey || (mac ? ctrlKey || !metaKey : metaKey || !ctrlKey)) return false;
  if (keys === "Shift+.") return shiftKey && (code === "Period" || key === "." || key === ">");
  return !shiftKey && key.toUpperCase() === keys;
}

function move(event, tools) {
  const at = tools.indexOf(event.target);
  const forth = getComputedStyle(event.target).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = forth === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  const next = { [forth]: at + 1, [back]: at - 1, Home: 0, End: tools.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  tools.at(next % tools.length).focus();
}

export function mark(textarea, tool) {
  if (tool === "link") return link(textarea);
  if (tool === "quote") return quote(textarea);
  const { text } = selected(textarea);
  if (tool === "code" && text.includes("\n")) return fence(textarea);
  return around(textarea, AROUND[tool]);
}

// The spaces at the ends of what is selected stay outside; what has the marks already loses them.
function around(textarea, sign) {
  const { from, text, value } = selected(textarea);
  const start = from + text.length - text.trimStart().length;
  const end = Math.max(start, from + text.trimEnd().length);
  const inner = value.slice(start, end);
  const before = value.slice(0, start);
  const inside = before.endsWith(sign) && value.startsWith(sign, end) && !(sign === "*" && runs(before, "*") === 2);
  if (inside) return put(textarea, inner, start - sign.length, end + sign.length, [0, inner.length]);
  put(textarea, sign + inner + sign, start, end, [sign.length, sign.length + inner.length]);
}

const runs = (text, sign) => text.length - text.replace(new RegExp(`\\${sign}+$`), "").length;

function link(textarea) {
  const { from, to, text } = selected(textarea);
  if (WEB.test(text)) return put(textarea, `[](${text})`, from, to, [1, 1]);
  const address = text.length + 3;
  put(textarea, `[${text}](https://)`, from, to, text ? [address, address + 8] : [1, 1]);
}

// Whole lines; when all of them are a quote already, none is one afterwards.
function quote(textarea) {
  const { from, to, value } = selected(textarea);
  const start = value.lastIndexOf("\n", from - 1) + 1;
  const end = value.indexOf("\n", to) < 0 ? value.length : value.indexOf("\n", to);
  const lines = value.slice(start, end).split("\n");
  const quoted = lines.every(line => line.startsWith("> "));
  const text = lines.map(line => quoted ? line.slice(2) : `> ${line}`).join("\n");
  put(textarea, text, start, end, from === to ? undefined : [0, text.length]);
}

function fence(textarea) {
  const { from, to, text, value } = selected(textarea);
  const before = from && value[from - 1] !== "\n" ? "\n" : "";
  const after = to < value.length && value[to] !== "\n" ? "\n" : "";
  const code = text.replace(/\n$/, "");
  const start = before.length + 4;
  put(textarea, `${before}\`\`\`\n${code}\n\`\`\`${after}`, from, to, [start, start + code.length]);
}
