// The last page of the window: tells the form that there is news, and closes where it may.
for (const button of document.querySelectorAll("[data-close]")) {  // hidden until it does something
  button.onclick = () => window.close();
  button.hidden = false;
}
try {
  window.opener?.postMessage({ v: 1, type: "done" }, location.origin);
} catch { /* a provider has cut the window off: the form asks by itself */ }
const offer = document.querySelector("[data-offer]");
if (offer) import("./offer.js").then(({ start }) => start(offer)).catch(() => window.close());
else if (document.querySelector("[data-done]")) window.close();  // a failure stays to be read
