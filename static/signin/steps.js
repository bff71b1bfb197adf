// What both ways to a provider share: where to go is asked of the server, and one part of the page is shown at a time.
export function show(state) {
  for (const part of document.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
}

// Answers the provider's address; rejects where the sign-in cannot start (any more).
export async function begin({ id, bind }) {
  const answer = await fetch(`/signin/transactions/${encodeURIComponent(id)}/start`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ bind }),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).location;
}

// Whether this browser keeps a cookie for us here: tried, for some say of themselves that they do, and drop it.
export function keepsCookies() {
  const attributes = "Secure; Path=/; SameSite=Lax; Max-Age=";
  document.cookie = `__Host-rejoinder-try=1; ${attributes}60`;
  const kept = document.cookie.includes("__Host-rejoinder-try=1");
  document.cookie = `__Host-rejoinder-try=; ${attributes}0`;
  return kept;
}
