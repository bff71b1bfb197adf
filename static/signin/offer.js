// The window's last page offers a passkey. The form has been told already: nobody waits, and who does nothing sees the
// window close as ever, a little later, or as soon as they turn to something else.
import { make, say, whyUnmade } from "./credentials.js";

const STAYS = 20_000;  // milliseconds

export async function start(part) {
  if (!(await window.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.())) return window.close();
  const life = new AbortController();
  const leave = () => {
    life.abort();
    part.hidden = true;
    document.querySelector("[data-close]").hidden = false;  // where a window may not close itself
    window.close();
  };
  const leaving = setTimeout(leave, STAYS);
  life.signal.onabort = () => clearTimeout(leaving);
  addEventListener("blur", leave, { signal: life.signal });
  document.querySelector("[data-close]").hidden = true;
  part.hidden = false;
  const button = part.querySelector("[data-make]");
  part.querySelector("[data-later]").onclick = () => tell(part, "/later").then(leave, leave);
  button.onclick = async () => {
    life.abort();  // the device's own question takes the focus, and may take its time
    button.disabled = true;
    try {
      const { options } = await tell(part, "");
      await tell(part, "/made", { credential: await make(JSON.parse(options)) });
      leave();
    } catch (error) {
      say(whyUnmade(error, button));
      button.disabled = false;
    }
  };
}

async function tell({ dataset }, step, more = {}) {
  const answer = await fetch(`/signin/passkey/offer${step}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ state: dataset.offer, ...more }),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
