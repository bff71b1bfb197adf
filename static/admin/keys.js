// The keys of the queue. They are letters alone, so whoever speaks to their device can switch them off, for ever.
const OFF = "rejoinder:admin:keys-off";
const help = document.querySelector("[data-keys]");
const opener = document.querySelector("[data-keys-help]");
const box = help.querySelector("[data-keys-on]");
const TYPED = "input:not([type=checkbox]), textarea, select, [contenteditable]";

export function listenToKeys(queue) {
  const acts = {
    j: () => queue.go(+1), ArrowDown: () => queue.go(+1), k: () => queue.go(-1), ArrowUp: () => queue.go(-1),
    a: () => queue.decide("approve"), s: () => queue.decide("spam"), t: () => queue.decide("trash"),
    z: () => queue.undo(), e: () => queue.follow("e"), r: () => queue.follow("r"), x: () => queue.mark(),
    "/": () => document.querySelector("[data-search]").focus(), "?": open,
  };
  document.addEventListener("keydown", event => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || help.open || event.target.closest(TYPED);
    const act = acts[event.key];
    if (busy || !act || (off() && event.key !== "?")) return;
    if (event.key.startsWith("Arrow") && !queue.current()) return;  // the page scrolls
    event.preventDefault();
    act();
  });
  opener.hidden = false;
  opener.querySelector("[data-open-keys]").addEventListener("click", open);
  help.querySelector("[data-close-keys]").addEventListener("click", () => help.close());
  box.addEventListener("change", () => keep(!box.checked));
}

function open() {
  box.checked = !off();
  help.showModal();
}

function off() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;  // refused with the storage
  }
}

function keep(isOff) {
  try {
    if (isOff) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch { /* then it is for this page alone */ }
}
