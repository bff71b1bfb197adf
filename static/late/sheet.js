// The style of what comes late; in a frame whose policy allows one inline style, it is adopted.
let adopting = null;

export function adoptSheet() {
  adopting ??= adopt().catch(() => { adopting = null; });  // asked again by whoever needs it next
  return adopting;
}

async function adopt() {
  const answer = await fetch(new URL("../css/late.css", import.meta.url), { credentials: "omit" });
  const sheet = await new CSSStyleSheet().replace(await answer.text());
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
