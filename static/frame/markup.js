// The one place where text becomes markup: only what our own server has rendered and cleaned comes here.
const policy = globalThis.trustedTypes?.createPolicy("rejoinder", { createHTML: html => html })
  ?? { createHTML: html => html };

export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html);
  return template.content;
}
