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
