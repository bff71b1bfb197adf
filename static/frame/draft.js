// The text that is being written, kept per page and tab until the server has confirmed the comment.
import { threadId } from "./dom.js";
import { readKept, tab } from "./store.js";

const DRAFT = `draft:${threadId}`;
const key = /^[\w-]{8,64}$/;

const fitsDraft = draft => typeof draft?.body === "string" && typeof draft.parent === "string"
  && (draft.key === null || key.test(draft.key));

// {body, parent, key}: parent is "" for a comment of its own, key null while nothing was sent.
export const readDraft = () => readKept(tab, DRAFT, fitsDraft);
export const dropDraft = () => tab.drop(DRAFT);

export function keepDraft(draft) {
  if (draft.body) tab.set(DRAFT, JSON.stringify(draft));
  else dropDraft();
}
