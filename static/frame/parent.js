// The page around the frame: the loader's first message pins its origin; nobody else is heard or told.
import { main } from "./dom.js";

const origins = JSON.parse(main.dataset.origins || "[]");
const hears = new Map();
let pinned = null;

export function on(type, act) {
  hears.set(type, act);
}

export function tell(type, fields = {}) {
  if (pinned) window.parent.postMessage({ v: 1, type, ...fields }, pinned);
  return Boolean(pinned);
}

addEventListener("message", ({ source, origin, data }) => {
  if (source !== window.parent || source === window || data?.v !== 1) return;
  if (!pinned && data.type === "hello" && origins.includes(origin)) pinned = origin;
  if (pinned && origin === pinned) hears.get(data.type)?.(data);
});
