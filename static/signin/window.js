// The window before the provider's page: it starts nothing but what the form that opened it hands over.
import { begin, keepsCookies, show } from "./steps.js";

const REPEAT = 150;  // milliseconds between two calls to the form
const PATIENCE = 10_000;  // and how long the form may stay silent

const own = location.origin;
let begun = false;

function tell(type) {
  window.opener?.postMessage({ v: 1, type }, own);
}

async function start({ id, bind }) {
  begun = true;
  show("connecting");
  try {
    location.replace(await begin({ id, bind }));
  } catch {
    show("failed");
    tell("done");  // the form asks the server what happened
  }
}

function wait() {
  const beginning = Date.now();
  addEventListener("message", ({ source, origin, data }) => {
    if (!source || source !== window.opener || origin !== own || data?.v !== 1) return;
    const whole = typeof data.id === "string" && typeof data.bind === "string";
    if (data.type === "start" && whole && !begun) start(data);
  });
  const calling = setInterval(() => {
    if (begun || Date.now() - beginning > PATIENCE) clearInterval(calling);
    if (begun) return;
    if (Date.now() - beginning > PATIENCE) show("lost");
    else tell("ready");
  }, REPEAT);
  tell("ready");
}

for (const button of document.querySelectorAll("[data-close]")) button.onclick = () => window.close();
if (!window.opener) {
  show("lost");
} else if (!keepsCookies()) {
  show("refused");
  tell("refused");
} else {
  wait();
}
