// What helps with writing comes when the form is first opened; without it one writes and posts all the same.
import { fetchJson } from "./api.js";
import { announce, el, find, form, main, textarea } from "./dom.js";
import { note, showErrors } from "./errors.js";
import { fragment } from "./markup.js";
import { replyTarget } from "./reply.js";
import { request } from "./session.js";
import { learnWords, plural, t } from "./words.js";

// Its modules lie beside the one script that this file becomes a part of.
export const loadTools = () => import("./writing/writing.js").then(writing => writing.start({
  learnWords, announce, el, fetchJson, find, form, fragment, main, note, plural, replyTarget, request, showErrors, t,
  textarea,
})).catch(() => {});
