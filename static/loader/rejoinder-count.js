// <rejoinder-count> is replaced by the number of comments that a page or key has.
let policy = { createScriptURL: url => url };
try { policy = trustedTypes.createPolicy("rejoinder", policy); } catch { /* unknown, or not allowed */ }
let waiting = new Set();
const ask = (query, elements) => {
  const url = `${home}/counts.js?${new URLSearchParams(query)}`;
  const tag = make("script", { nonce: script.nonce });
  tag.onload = tag.onerror = () => {
    elements.forEach((element, at) => { if (tag.counts?.[at] >= 0) element.textContent = tag.counts[at]; });
    tag.remove();
  };
  try { tag.src = policy.createScriptURL(url); } catch { return; }
  document.head.append(tag);
};
const askAll = () => {  // at most 20 at once: pages, or keys of one site
  const { page = [], key = [] } = Object.groupBy(waiting, one => one.hasAttribute("key") ? "key" : "page");
  waiting = new Set();
  for (let part; (part = page.splice(0, 20)).length;) ask(part.map(one => ["page", pageOf(one)]), part);
  for (let part; (part = key.splice(0, 20)).length;) {
    ask([["page", pageOf(part[0])], ...part.map(one => ["key", one.getAttribute("key")])], part);
  }
};
define("rejoinder-count", class extends HTMLElement {
  static observedAttributes = ["page", "key"];
  connectedCallback() { if (waiting.add(this).size === 1) queueMicrotask(askAll); }
  attributeChangedCallback() { if (this.isConnected) this.connectedCallback(); }
});
