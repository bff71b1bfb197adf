// The key under which the server takes a comment exactly once, however often it is sent.
const NOTHING = { key: null, content: null, rejected: false };
let sent = NOTHING;

export const sentKey = () => sent.key;

// The same until the server has answered: a lost answer may hide a comment that was accepted.
export function keyFor(fields) {
  const content = JSON.stringify(fields);
  const other = sent.rejected && content !== sent.content;
  sent = { key: sent.key && !other ? sent.key : crypto.randomUUID(), content, rejected: false };
  return sent.key;
}

export function noteRejection() {
  sent = { ...sent, rejected: true };
}

export function forgetKey() {
  sent = NOTHING;
}

export function resumeKey(key) {
  sent = { ...NOTHING, key };
}
