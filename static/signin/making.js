// Making a passkey: the device is asked in the click, and what it says goes out as a plain form.
import { make, say, whyUnmade } from "./credentials.js";

const form = document.querySelector("[data-options]");
const button = form.querySelector("button");

form.onsubmit = async event => {
  event.preventDefault();
  button.disabled = true;
  try {
    form.elements.credential.value = await make(JSON.parse(form.dataset.options));
    form.submit();
  } catch (error) {
    say(whyUnmade(error, button));
    button.disabled = false;
  }
};
if (window.PublicKeyCredential) button.disabled = false;
else say(button.dataset.without);
