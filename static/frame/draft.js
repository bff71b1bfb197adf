// The text that is being written, kept per page and tab until the server has confirmed the comment.
import { threadId } from "./dom.js";
import { read, tab } from "./store.js";

const name = `draft:${threadId}`;
const key = /^[\w-]{8,64}$/;

const fits = draft => typeof draft?.body === "string" && typeof draft.parent === "string"
  && (draft.key === null || key.test(draft.key));

// {body, parent, key}: parent is "" for a comment of its own, key null while nothing was sent.
export const readDraft = () => read(tab, name, fits);
export const dropDraft = () => tab.drop(name);

export function keepDraft(draft) {
  if (draft.body) tab.set(name, JSON.stringify(draft));
  else dropDraft();
}
