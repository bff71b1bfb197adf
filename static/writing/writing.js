// What helps with writing, brought into the open form: marks, preview, mentions, and how much room is left.
import { startCounter } from "./counter.js";
import { startMarks } from "./marks.js";
import { startMentions } from "./mentions.js";
import { startPreview } from "./preview.js";

// `frame` is what the frame's own script lends us.
export async function start(frame) {
  const { html, style, words, longest } = await frame.fetchJson(`/writing?lang=${document.documentElement.lang}`);
  frame.learnWords(words);
  const sheet = new CSSStyleSheet();
  await sheet.replace(style);
  document.adoptedStyleSheets.push(sheet);
  frame.find("composer").append(frame.fragment(html));
  startMarks(frame);
  startPreview(frame);
  startCounter(frame, longest);
  startMentions(frame);
}
