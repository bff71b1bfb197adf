// What this browser keeps for one site; where it keeps nothing, the values live as long as the document.
import { siteId } from "./dom.js";

const prefix = `rejoinder:${siteId}:`;

function shelf(kind) {
  const memory = new Map();
  return {
    get(name) {
      if (memory.has(name)) return memory.get(name);
      try { return window[kind].getItem(prefix + name); } catch { return null; }
    },
    set(name, value) {
      memory.delete(name);
      try { window[kind].setItem(prefix + name, value); } catch { memory.set(name, value); }
    },
    // Whether anything outlives the document.
    keeps() {
      try {
        window[kind].setItem(`${prefix}try`, "1");
        window[kind].removeItem(`${prefix}try`);
        return true;
      } catch {
        return false;
      }
    },
    drop(name) {
      memory.delete(name);
      try { window[kind].removeItem(prefix + name); } catch { /* then nothing was kept */ }
    },
  };
}

export const local = shelf("localStorage");
export const tab = shelf("sessionStorage");

// JSON that was kept, if it still has the shape that `fits` asks for; anything else counts as nothing.
export function readKept(store, name, fits) {
  try {
    const value = JSON.parse(store.get(name));
    return fits(value) ? value : null;
  } catch {
    return null;
  }
}
