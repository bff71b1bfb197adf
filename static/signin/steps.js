// What both ways to a provider share: where to go is asked of the server, and one part of the page is shown at a time.
export function show(state) {
  for (const part of document.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
}

// Answers the provider's address; rejects where the sign-in cannot start (any more). A provider that is many servers
// comes to be one when the person has said which is theirs.
export async function begin(handed, instance) {
  const answer = await fetch(`/signin/transactions/${encodeURIComponent(handed.id)}/start`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ bind: handed.bind, instance }),
  });
  const said = await answer.json();
  const wrong = said.errors?.instance?.[0];
  if (!answer.ok && !wrong) throw new Error(String(answer.status));
  if (!wrong && !said.ask) return said.location;
  const named = await askServer(wrong, said.ask?.suggestion);
  show("connecting");
  return begin(handed, named);
}

function askServer(wrong, suggestion) {
  const form = document.querySelector("[data-ask]");
  const { instance } = form.elements;
  const note = form.querySelector("[data-wrong]");
  show("ask");
  note.textContent = wrong ?? "";
  note.hidden = !wrong;
  instance.toggleAttribute("aria-invalid", Boolean(wrong));
  if (suggestion) instance.placeholder = suggestion;
  instance.focus();
  return new Promise(resolve => {
    form.onsubmit = event => {
      event.preventDefault();
      resolve(instance.value || instance.placeholder);
    };
  });
}

// Whether this browser keeps a cookie for us here: tried, for some say of themselves that they do, and drop it.
export function keepsCookies() {
  const attributes = "Secure; Path=/; SameSite=Lax; Max-Age=";
  document.cookie = `__Host-rejoinder-try=1; ${attributes}60`;
  const kept = document.cookie.includes("__Host-rejoinder-try=1");
  document.cookie = `__Host-rejoinder-try=; ${attributes}0`;
  return kept;
}
