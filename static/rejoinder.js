// The loader: <rejoinder-thread> shows a thread in a frame of our own origin, <rejoinder-count> counts comments.
(() => {
  const script = document.currentScript;
  if (!script?.src || customElements.get("rejoinder-thread")) return;
  const home = new URL(script.src).origin;
  const knobs = {  // what an owner may set, and the property by which a value becomes pixels or a plain colour
    "--rejoinder-accent": "background-color", "--rejoinder-size": "padding-top",
    "--rejoinder-radius": "border-top-left-radius", "--rejoinder-font": null, "--rejoinder-space": null,
  };
  const trackers = /^(utm_.*|[dgy]clid|fbclid|gclsrc|[gw]braid|msclkid|t[tw]clid|igsh(id)?|mc_[ce]id|srsltid)$/;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host { display: block } :host([hidden]), slot[hidden] { display: none }
    div { min-block-size: 16rem; position: relative }
    iframe { display: block; inline-size: 100%; border: 0; background: none }
    .waits { position: absolute; inset: 0 0 auto; opacity: 0; pointer-events: none }
    i { position: absolute; inset: 0 auto auto 0; inline-size: 0; visibility: hidden }
    .values { color: oklch(from currentcolor l 0 0); background-color: var(--rejoinder-accent);
      padding-top: var(--rejoinder-size); border-radius: var(--rejoinder-radius) }
    .watch { transition: 1ms allow-discrete; transition-property: color, ${Object.keys(knobs).join()} }`);

  const make = (tag, fields) => Object.assign(document.createElement(tag), fields);
  const asked = () => location.hash.match(/^#rejoinder-([0-9a-z]+)$/)?.[1];
  const bare = url => url.host.replace(/^www\./, "");
  const pageOf = element => {  // the attribute, else the canonical link, else the location
    const wish = element.hasAttribute("page") && URL.parse(element.getAttribute("page"), document.baseURI);
    if (wish) return wish.href;
    const link = URL.parse(document.querySelector("link[rel~=canonical i][href]")?.href);
    const here = new URL(location.href);
    if (link && bare(link) === bare(here)) return here.origin + link.pathname + link.search;
    for (const [name] of new URLSearchParams(here.search)) if (trackers.test(name)) here.searchParams.delete(name);
    return here.origin + here.pathname + here.search;
  };

  customElements.define("rejoinder-thread", class extends HTMLElement {
    static observedAttributes = ["page", "key", "lang", "theme", "order", "loading"];
    #root = this.attachShadow({ mode: "open" });
    #room = make("div");
    #life; #frame; #greeting; #theme; #style; #ready;

    connectedCallback() {
      const { signal } = this.#life = new AbortController();
      const watch = make("i", { className: "watch" });
      this.#root.adoptedStyleSheets = [sheet];
      this.#room.replaceChildren(make("slot"), make("i", { className: "values" }), watch);
      this.#root.replaceChildren(this.#room);
      watch.addEventListener("transitionrun", () => this.#look(), { signal });
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#look(), { signal });
      addEventListener("message", event => this.#hear(event), { signal });
      addEventListener("hashchange", () => asked() && this.#ready && this.#hello(), { signal });
      this.#wait(this.getAttribute("loading"), signal);
    }
    connectedMoveCallback() {}  // moveBefore() keeps the frame
    disconnectedCallback() {
      this.#life.abort();
      clearTimeout(this.#greeting);
      this.#root.replaceChildren();
      this.#frame = this.#ready = null;
    }
    attributeChangedCallback(name, before, after) {
      if (before === after || !this.#life || !this.isConnected) return;
      if (name === "theme") return this.#look();
      if (this.#ready) this.#room.style.minBlockSize = `${this.#room.offsetHeight}px`;  // until the new one is there
      this.disconnectedCallback();
      this.connectedCallback();
    }
    #wait(wish, signal) {
      if (wish === "eager" || (asked() && wish !== "click")) return this.#open(signal);
      if (wish === "click") {
        const button = make("button", { type: "button", part: "show" });
        button.append(make("slot", { name: "show", textContent: "Show comments" }));
        button.onclick = () => { button.remove(); this.#open(signal); };
        return this.#room.append(button);
      }
      const near = new IntersectionObserver(seen => {
        if (seen.some(entry => entry.isIntersecting)) { near.disconnect(); this.#open(signal); }
      }, { rootMargin: "800px" });
      near.observe(this);
      signal.addEventListener("abort", () => near.disconnect());
    }
    #open(signal) {
      this.#look();
      const query = new URLSearchParams({ page: pageOf(this), theme: this.#theme });
      query.set("lang", this.getAttribute("lang") || document.documentElement.lang || navigator.language);
      for (const name of ["key", "order"]) if (this.hasAttribute(name)) query.set(name, this.getAttribute(name));
      const frame = this.#frame = make("iframe", { className: "waits", title: "Comments", scrolling: "no" });
      frame.src = `${home}/thread?${query}`;
      frame.style.colorScheme = this.#theme;  // the same on both sides, else the frame would be painted
      frame.addEventListener("load", () => this.#hello(20), { signal });
      this.#room.append(frame);
    }
    #hello(more = 0) {  // again until the frame answers
      clearTimeout(this.#greeting);
      this.#tell("hello", { style: this.#style, theme: this.#theme, comment: asked() });
      if (more) this.#greeting = setTimeout(() => this.#hello(more - 1), 500);
    }
    #tell(type, fields) { this.#frame?.contentWindow?.postMessage({ v: 1, type, ...fields }, home); }

    #look() {  // the theme and the knobs as they are now
      const [values, own] = [this.#room.querySelector(".values"), this].map(part => getComputedStyle(part));
      const light = parseFloat(values.color.replace(/^\D*/, "")) > 0.6;  // light words stand on a dark page
      this.#theme = this.getAttribute("theme");
      if (!["light", "dark"].includes(this.#theme)) this.#theme = light ? "dark" : "light";
      this.#style = {};
      for (const [name, property] of Object.entries(knobs)) {
        const value = own.getPropertyValue(name).trim();
        const resolves = property && CSS.supports(property, value);
        if (value) this.#style[name] = resolves ? values.getPropertyValue(property) : value;
      }
      if (!this.#ready) return;
      this.#frame.style.colorScheme = this.#theme;
      this.#tell("theme", { theme: this.#theme });
      this.#tell("style", { style: this.#style });
    }
    #hear({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== home || data?.v !== 1) return;
      const { type, id, status, count, title, top, height } = data;
      const detail = { ready: {}, count: { count }, posted: { id, status }, deleted: { id } }[type];
      if (type === "height" && height >= 0) this.#frame.style.blockSize = `${height}px`;
      if (type === "scroll" && top >= 0 && height >= 0) this.#reveal(top, Math.min(height, innerHeight * 0.9));
      if (type === "ready") clearTimeout(this.#greeting);
      if (type === "ready" && this.#ready) return;
      if (type === "ready") {
        this.#ready = this.#room.firstChild.hidden = true;
        this.#room.style.minBlockSize = 0;
        Object.assign(this.#frame, { className: "", title: title || "Comments" });
      }
      if (detail) this.dispatchEvent(new CustomEvent(`rejoinder:${type}`, { bubbles: true, detail }));
    }
    #reveal(top, height) {  // by a mark over that part of the frame, so that every scroller around it follows
      const mark = make("i");
      Object.assign(mark.style, { top: `${top}px`, height: `${height}px` });
      this.#room.append(mark);
      const { top: from, bottom } = mark.getBoundingClientRect();
      if (from < 0 || bottom > innerHeight) mark.scrollIntoView({ block: "center" });
      mark.remove();
    }
  });

  let policy = { createScriptURL: url => url };
  try { policy = trustedTypes.createPolicy("rejoinder", policy); } catch { /* not known here, or not allowed */ }
  let waiting = new Set();
  const count = (key, elements) => {  // by pages, or by keys of one site, at most 20 at once
    const query = elements.map(element => [key ? "key" : "page", key ? key(element) : pageOf(element)]);
    const tag = make("script", { nonce: script.nonce, onerror: () => tag.remove() });
    if (key) query.unshift(["page", pageOf(elements[0])]);
    tag.onload = () => {
      elements.forEach((element, at) => { if (tag.counts?.[at] >= 0) element.textContent = tag.counts[at]; });
      tag.remove();
    };
    tag.src = policy.createScriptURL(`${home}/counts.js?${new URLSearchParams(query)}`);
    document.head.append(tag);
  };
  const countAll = () => {
    const key = element => element.getAttribute("key");
    const groups = Object.groupBy(waiting, element => key(element) ? new URL(pageOf(element)).origin : "");
    waiting = new Set();
    for (const [site, all] of Object.entries(groups)) {
      for (let at = 0; at < all.length; at += 20) count(site && key, all.slice(at, at + 20));
    }
  };
  customElements.define("rejoinder-count", class extends HTMLElement {
    static observedAttributes = ["page", "key"];
    connectedCallback() { if (waiting.add(this).size === 1) queueMicrotask(countAll); }
    attributeChangedCallback() { if (this.isConnected) this.connectedCallback(); }
  });
})();
