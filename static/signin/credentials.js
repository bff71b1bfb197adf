// What devices and our pages say to each other: bytes there, base64url in JSON here.
export function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, letter => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

// A credential as JSON, with those parts of its response that are named.
export function packed({ id, rawId, type, response }, parts) {
  const named = parts.filter(part => response[part]).map(part => [part, text(response[part])]);
  const transports = response.getTransports?.() ?? [];
  return JSON.stringify({ id, rawId: text(rawId), type, response: { ...Object.fromEntries(named), transports } });
}

// Asks the device for a new passkey, in a click; answers it as JSON.
export async function make({ challenge, user, excludeCredentials, ...options }) {
  const publicKey = {
    ...options,
    challenge: bytes(challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: excludeCredentials.map(one => ({ ...one, id: bytes(one.id) })),
  };
  return packed(await navigator.credentials.create({ publicKey }), ["clientDataJSON", "attestationObject"]);
}

// Why none was made, in the words of the button.
export const whyUnmade = (error, { dataset }) => error.name === "InvalidStateError" ? dataset.known : dataset.unmade;

// Says under the button why nothing has happened.
export function say(sentence) {
  const note = document.querySelector("[data-wrong]");
  note.textContent = sentence;
  note.hidden = false;
}
