// The numbers of comments, asked for together: all that the elements of one moment want to know.
const home = new URL(import.meta.url).origin;
let policy = { createScriptURL: url => url };
try { policy = trustedTypes.createPolicy("rejoinder", policy); } catch { /* unknown, or not allowed */ }
let waiting = new Set();
let pageOf, nonce;
const changes = new MutationObserver(all => { for (const { target } of all) if (target.isConnected) wait(target); });

// `find` says which page an element means; the nonce of the loader's `script` lets ours pass the host's policy.
export function ask(element, find, script) {
  pageOf = find;
  nonce = script.nonce;
  changes.observe(element, { attributeFilter: ["page", "key"] });
  wait(element);
}

function wait(element) {
  if (waiting.add(element).size === 1) setTimeout(askAll);  // each element comes in a moment of its own
}

function askAll() {  // at most 20 at once: pages, or keys of one site
  const { page = [], key = [] } = Object.groupBy(waiting, one => one.hasAttribute("key") ? "key" : "page");
  waiting = new Set();
  for (let part; (part = page.splice(0, 20)).length;) load(part.map(one => ["page", pageOf(one)]), part);
  for (let part; (part = key.splice(0, 20)).length;) {
    load([["page", pageOf(part[0])], ...part.map(one => ["key", one.getAttribute("key")])], part);
  }
}

function load(query, elements) {
  const tag = Object.assign(document.createElement("script"), { nonce });
  tag.onload = tag.onerror = () => {
    elements.forEach((element, at) => { if (tag.counts?.[at] >= 0) element.textContent = tag.counts[at]; });
    tag.remove();
  };
  try { tag.src = policy.createScriptURL(`${home}/counts.js?${new URLSearchParams(query)}`); } catch { return; }
  document.head.append(tag);
}
