// An @ offers the names of who has written here: arrows choose, Enter or Tab takes, Escape leaves it be.
import { put } from "./text.js";

const MOST = 5;
const BEGUN = /(?:^|[\s(])@([^@\n]{0,60})$/;
const SIGNS = /[\\`*_[\]<>|~&]/g;

export function startMentions({ announce, el, find, main, plural, replyTarget, textarea }) {
  const list = find("people");
  let found = [], at = 0, left = null;

  const close = () => {
    found = [];
    list.hidden = true;
    list.replaceChildren();
    for (const name of ["aria-activedescendant", "aria-controls", "aria-haspopup"]) textarea.removeAttribute(name);
  };
  const select = next => {
    at = (next + found.length) % found.length;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    textarea.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const offer = () => {
    const begun = begunIn(textarea);
    const names = begun && begun.from !== left ? fitting(begun.text, people(main, replyTarget())) : [];
    if (!names.length) return close();
    if (names.join("\n") === found.join("\n")) return;
    const opened = !found.length;
    found = names;
    list.replaceChildren(...names.map((name, number) =>
      el("li", { role: "option", id: `person-${number}`, "data-at": number }, el("bdi", {}, name))));
    list.hidden = false;
    textarea.setAttribute("aria-controls", list.id);
    textarea.setAttribute("aria-haspopup", "listbox");
    select(0);
    if (opened) announce(plural("%(num)d name to choose", "%(num)d names to choose", names.length));
  };
  const take = () => {
    const { from } = begunIn(textarea);
    const text = `@${found[at].replace(SIGNS, "\\$&")} `;
    close();
    put(textarea, text, from, textarea.selectionStart);
    close();
  };
  const leave = () => {
    left = begunIn(textarea)?.from ?? null;
    close();
  };
  const keys = {
    ArrowDown: () => select(at + 1), ArrowUp: () => select(at - 1), Enter: take, Tab: take, Escape: leave,
  };

  textarea.setAttribute("aria-autocomplete", "list");
  textarea.addEventListener("input", () => {
    if (begunIn(textarea)?.from !== left) left = null;
    offer();
  });
  textarea.addEventListener("keydown", event => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && !event.isComposing;
    if (!found.length || !plain || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  textarea.addEventListener("blur", close);
  list.addEventListener("pointerdown", event => {
    event.preventDefault();  // the text keeps the focus
    const item = event.target.closest("[data-at]");
    if (!item) return;
    select(Number(item.dataset.at));
    take();
  });
}

function begunIn({ selectionStart, selectionEnd, value }) {
  if (selectionStart !== selectionEnd) return null;
  const text = value.slice(0, selectionStart).match(BEGUN)?.[1];
  return text === undefined ? null : { text, from: selectionStart - text.length - 1 };
}

// Whom one answers comes first, then who has written last.
function people(main, target) {
  const named = [...main.querySelectorAll("[data-comment][data-author]")].reverse();
  named.sort((one, other) => (other.dataset.comment === target) - (one.dataset.comment === target));
  return [...new Set(named.map(one => one.dataset.author).filter(name => name && !name.includes("@")))];
}

function fitting(text, names) {
  const begun = text.toLocaleLowerCase();
  const fits = name => ` ${name.toLocaleLowerCase()}`.includes(` ${begun}`);
  return names.filter(fits).slice(0, MOST);
}
