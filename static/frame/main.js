// The frame's script: brings the public document to life. The document is whole without it.
import { startClaims } from "./claims.js";
import { articleOf, present, tellTotal } from "./comments.js";
import { form } from "./dom.js";
import { startForm } from "./form.js";
import { tellHeightAnew } from "./height.js";
import { startIdentity } from "./identity.js";
import { startLive } from "./live.js";
import { startOwn } from "./own.js";
import { showAround, startPaging } from "./paging.js";
import { on, tell } from "./parent.js";
import { maybeSomebody, refresh } from "./session.js";
import { setStyle, setTheme } from "./style.js";

let lastAsked = "";

on("style", ({ style }) => setStyle(style));
on("theme", ({ theme }) => setTheme(theme));
on("hello", ({ style, theme, comment }) => {
  setStyle(style);
  setTheme(theme);
  tellHeightAnew();
  tell("ready", { title: document.title });
  tellTotal();
  if (comment && comment !== lastAsked) goTo(comment);
  lastAsked = comment;
});

async function goTo(comment) {
  const article = articleOf(comment) ?? await showAround(comment);
  if (article) present(article, { fresh: true });
}

if (form) {
  startIdentity();
  startClaims();
  startForm();
}
startOwn();
startPaging();
startLive();
if (maybeSomebody()) refresh().catch(() => {});  // reading goes on without
