// Logging in with a passkey: the device is asked in the click, and its answer goes to the server once.
import { bytes, packed, say } from "./credentials.js";
import { show } from "./steps.js";

const button = document.querySelector("[data-options]");
const { challenge, ...options } = JSON.parse(button.dataset.options);

async function answer(credential) {
  const parts = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];
  const sent = await fetch("/signin/passkey/answer", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ state: button.dataset.for, credential: packed(credential, parts) }),
  });
  if (!sent.ok) throw new Error(String(sent.status));
  return (await sent.json()).location;
}

button.onclick = async () => {
  try {
    const credential = await navigator.credentials.get({ publicKey: { ...options, challenge: bytes(challenge) } });
    show("connecting");
    location.replace(await answer(credential));
  } catch {
    show("asking");
    say(button.dataset.unused);
  }
};
if (window.PublicKeyCredential) button.disabled = false;
else say(button.dataset.without);
