// <rejoinder-thread> shows a thread in a frame of our own origin.
const knobs = {  // what an owner may set, and the property that makes its value pixels or a plain colour
  "--rejoinder-accent": "background-color", "--rejoinder-size": "padding-block-start",
  "--rejoinder-radius": "border-top-left-radius", "--rejoinder-font": "", "--rejoinder-space": "",
};
const sheet = new CSSStyleSheet();
sheet.replaceSync("STYLE");
const asked = () => location.hash.startsWith("#rejoinder");  // a comment, or that a sign-in is back

define("rejoinder-thread", class extends HTMLElement {
  static observedAttributes = ["page", "key", "lang", "theme", "order", "loading"];
  #room = this.attachShadow({ mode: "open" }).appendChild(make("div"));
  #life; #frame; #theme; #style; #ready;

  connectedCallback() {
    const { signal } = this.#life = new AbortController();
    this.shadowRoot.adoptedStyleSheets = [sheet];
    this.#room.replaceChildren(make("slot"), make("b"), make("i", { ontransitionrun: () => this.#look() }));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#look(), { signal });
    addEventListener("message", event => this.#hear(event), { signal });
    addEventListener("load", () => this.#look(), { signal });  // the page's own style may have come last
    addEventListener("hashchange", () => asked() && this.#ready && this.#hello(), { signal });
    this.#wait(this.getAttribute("loading"), signal);
  }
  connectedMoveCallback() {}  // moveBefore() keeps the frame
  disconnectedCallback() {
    this.#life.abort();
    this.#room.replaceChildren();
    this.#frame = this.#ready = null;
  }
  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#life || !this.isConnected) return;
    if (name === "theme") return this.#look();
    if (this.#ready) this.#room.style.minBlockSize = `${this.#room.offsetHeight}px`;  // no jump meanwhile
    this.disconnectedCallback();
    this.connectedCallback();
  }
  #wait(wish, signal) {
    // A sandbox without an origin, or a file: no frame of ours may be in there.
    if (origin === "null") return this.#room.firstChild.append("Comments cannot be shown here.");
    if (wish === "click") {
      const onclick = () => { button.remove(); this.#open(signal); };
      const button = make("button", { part: "show", onclick });
      button.append(make("slot", { name: "show", textContent: "Show comments" }));
      return this.#room.append(button);
    }
    if (wish === "eager" || asked()) return this.#open(signal);
    const come = seen => { if (seen.at(-1).isIntersecting) this.#open(signal); };
    const near = new IntersectionObserver(come, { rootMargin: "800px" });
    near.observe(this);
    signal.addEventListener("abort", () => near.disconnect());
  }
  #open(signal) {
    if (this.#frame) return;
    this.#look();
    const lang = this.getAttribute("lang") || document.documentElement.lang || navigator.language;
    const query = new URLSearchParams({ page: pageOf(this), lang, theme: this.#theme });
    for (const name of ["key", "order"]) if (this.hasAttribute(name)) query.set(name, this.getAttribute(name));
    this.#frame = make("iframe", { title: "Comments", scrolling: "no" });
    this.#frame.src = `${home}/thread?${query}`;
    this.#frame.style.colorScheme = this.#theme;  // the same on both sides, else the frame would be painted
    this.#frame.addEventListener("load", () => this.#hello(20), { signal });
    this.#room.append(this.#frame);
  }
  #hello(more = 0) {  // how the page looks and where it is; at first again until the frame answers
    const frame = this.#frame;
    const hello = { v: 1, type: "hello", style: this.#style, theme: this.#theme, page: location.href };
    frame.contentWindow.postMessage(hello, home);
    if (more) setTimeout(() => frame === this.#frame && !this.#ready && this.#hello(more - 1), 500);
  }
  #look() {  // the theme and the knobs as they are now
    const values = getComputedStyle(this.#room.querySelector("b"));
    const light = values.color.match(/[\d.]+/) > 0.6;  // light words stand on a dark page
    const wish = this.getAttribute("theme");
    this.#theme = wish === "light" || wish === "dark" ? wish : light ? "dark" : "light";
    this.#style = {};
    for (const [name, property] of Object.entries(knobs)) {
      const value = values.getPropertyValue(name).trim();
      const plain = CSS.supports(property, value) ? values.getPropertyValue(property) : value;
      if (value) this.#style[name] = plain;
    }
    if (!this.#ready) return;
    this.#frame.style.colorScheme = this.#theme;
    this.#hello();
  }
  #hear({ source, origin, data }) {
    if (source !== this.#frame?.contentWindow || origin !== home || data?.v !== 1) return;
    const { type, id, status, count, title, top, height, way } = data;
    const details = { __proto__: null, ready: {}, count: { count }, posted: { id, status }, deleted: { id } };
    const detail = details[type];
    if (type === "height" && height >= 0) this.#frame.style.blockSize = `${height}px`;
    if (type === "scroll" && top >= 0 && height >= 0) this.#reveal(top, Math.min(height, innerHeight - 80));
    if (type === "back") history.replaceState(history.state, "", way);
    if (type === "leave") location = `${home}/signin/redirect?${way}`;
    if (type === "ready") {
      if (this.#ready) return;
      this.#ready = this.#room.firstChild.hidden = true;
      this.#room.style.minBlockSize = 0;
      if (title) this.#frame.title = title;
      this.#look();
    }
    if (detail) this.dispatchEvent(new CustomEvent(`rejoinder:${type}`, { bubbles: true, detail }));
  }
  #reveal(top, height) {  // by a mark over that part of the frame, so that every scroller around it follows
    const mark = this.#room.appendChild(make("i"));
    mark.style.top = `${top}px`;
    mark.style.height = `${height}px`;
    const seen = mark.getBoundingClientRect();
    if (seen.top < 0 || seen.bottom > innerHeight) mark.scrollIntoView({ block: "center" });
    mark.remove();
  }
});
