// What both elements share. The files of this folder are served as one function: /rejoinder.js.
const script = document.currentScript;
const home = new URL(script.src).origin;
const trackers = /^(utm_.*|([dgy]|fb|t[tw])clid|gclsrc|[gw]braid|msclkid|igsh(id)?|mc_[ce]id|srsltid)$/;
const make = (tag, fields) => Object.assign(document.createElement(tag), fields);
const bare = url => url.host.replace(/^www\./, "");
const pageOf = element => {  // the attribute, else the canonical link, else the location
  const wish = element.hasAttribute("page") && URL.parse(element.getAttribute("page"), document.baseURI);
  const link = URL.parse(document.querySelector("link[rel~=canonical i][href]")?.href);
  const here = new URL(location);
  if (wish) return wish.href;
  if (link && bare(link) === bare(here)) return here.origin + link.pathname + link.search;
  here.search = new URLSearchParams([...here.searchParams].filter(([name]) => !trackers.test(name)));
  return here.origin + here.pathname + here.search;
};
// The script may stand on a page twice: the first one counts.
const define = (tag, element) => customElements.get(tag) || customElements.define(tag, element);
