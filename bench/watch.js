// Runs in every frame before anything else: notes when comments became visible, long tasks and layout shifts.
// A seeded comment is known by its last word, `ref` and twelve hexadecimal digits, in a text with a box.
(() => {
  const seen = { first: 0, last: 0, words: new Set(), tasks: [], shift: 0, shifts: [] };
  window.__bench = seen;
  const now = () => performance.timeOrigin + performance.now();
  const watch = (type, note) => {
    try {
      new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
    } catch { /* an engine that does not know this type */ }
  };
  watch("longtask", (entry) => seen.tasks.push([performance.timeOrigin + entry.startTime, entry.duration]));
  watch("layout-shift", (entry) => {
    if (entry.hadRecentInput) return;
    seen.shift += entry.value;
    seen.shifts.push(entry.sources.map((source) => source.node?.nodeName ?? "?").join(" "));
  });
  // Each text is read once, and asked for its box until it has one: who watches must not be what is measured.
  const unseen = new Map();
  const read = (text) => {
    const words = text.nodeValue.match(/ref[0-9a-f]{12}/g);
    if (words) unseen.set(text, words);
  };
  const readAll = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return read(node);
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) read(walker.currentNode);
  };
  let waiting = false;
  const look = () => {
    waiting = false;
    const before = seen.words.size;
    for (const [text, words] of unseen) {
      if (!text.parentElement?.checkVisibility({ contentVisibilityAuto: true })) continue;
      words.forEach((word) => seen.words.add(word));
      unseen.delete(text);
    }
    if (seen.words.size === before) return;
    requestAnimationFrame(() => setTimeout(() => {
      seen.last = now();
      seen.first ||= seen.last;
    }, 0));
  };
  const soon = () => {
    if (!waiting && unseen.size) requestAnimationFrame(look);
    waiting = unseen.size > 0;
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") read(target);
      addedNodes.forEach(readAll);
    }
    soon();
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
  addEventListener("load", soon);
})();
