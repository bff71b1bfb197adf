// Making a passkey: the device is asked in the click, and what it says goes out as a plain form.
import { bytes, packed, say } from "./credentials.js";

const form = document.querySelector("[data-options]");
const button = form.querySelector("button");
const { challenge, user, excludeCredentials, ...options } = JSON.parse(form.dataset.options);

form.onsubmit = async event => {
  event.preventDefault();
  button.disabled = true;
  try {
    const publicKey = {
      ...options,
      challenge: bytes(challenge),
      user: { ...user, id: bytes(user.id) },
      excludeCredentials: excludeCredentials.map(one => ({ ...one, id: bytes(one.id) })),
    };
    const made = await navigator.credentials.create({ publicKey });
    form.elements.credential.value = packed(made, ["clientDataJSON", "attestationObject"]);
    form.submit();
  } catch (error) {
    say(error.name === "InvalidStateError" ? button.dataset.known : button.dataset.unmade);
    button.disabled = false;
  }
};
if (window.PublicKeyCredential) button.disabled = false;
else say(button.dataset.without);
