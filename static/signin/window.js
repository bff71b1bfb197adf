// The window before the provider's page: it starts nothing but what the form that opened it hands over.
const REPEAT = 150;  // milliseconds between two calls to the form
const PATIENCE = 10_000;  // and how long the form may stay silent

const own = location.origin;
let begun = false;

function show(state) {
  for (const part of document.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
}

function tell(type) {
  window.opener?.postMessage({ v: 1, type }, own);
}

async function start({ id, bind, instance }) {
  begun = true;
  show("connecting");
  try {
    const answer = await fetch(`/signin/transactions/${encodeURIComponent(id)}/start`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ bind, instance }),
    });
    const said = await answer.json();
    const wrong = said.errors?.instance?.[0];
    if (!answer.ok && !wrong) throw new Error(String(answer.status));
    if (wrong || said.ask) ask({ id, bind }, wrong, said.ask?.suggestion);
    else location.replace(said.location);
  } catch {
    show("failed");
    tell("done");  // the form asks the server what happened
  }
}

// A provider that is many servers: people say which is theirs, as often as it takes.
function ask(handed, wrong, suggestion) {
  const form = document.querySelector("[data-ask]");
  const { instance } = form.elements;
  const note = form.querySelector("[data-wrong]");
  show("ask");
  note.textContent = wrong ?? "";
  note.hidden = !wrong;
  instance.toggleAttribute("aria-invalid", Boolean(wrong));
  if (suggestion) instance.placeholder = suggestion;
  instance.focus();
  form.onsubmit = event => {
    event.preventDefault();
    start({ ...handed, instance: instance.value || instance.placeholder });
  };
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
} else if (!navigator.cookieEnabled) {
  show("refused");
  tell("refused");
} else {
  wait();
}
