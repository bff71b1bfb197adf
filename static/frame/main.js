// The frame's script: brings the public document to life. The document is whole without it.
import { articleOf, present, recount } from "./comments.js";
import { find } from "./dom.js";
import { startForm } from "./form.js";
import { tellHeightAnew } from "./height.js";
import { startIdentity } from "./identity.js";
import { startOwn } from "./own.js";
import { on, tell } from "./parent.js";
import { maybeSomebody, refresh } from "./session.js";
import { setStyle, setTheme } from "./style.js";

let shown = "";

on("style", ({ style }) => setStyle(style));
on("theme", ({ theme }) => setTheme(theme));
on("hello", ({ style, theme, comment }) => {
  setStyle(style);
  setTheme(theme);
  tellHeightAnew();
  tell("ready", { title: document.title });
  recount();
  if (comment && comment !== shown && articleOf(comment)) present(articleOf(comment), { fresh: true });
  shown = comment;
});

if (find("form")) {
  startIdentity();
  startForm();
}
startOwn();
if (maybeSomebody()) refresh().catch(() => {});  // reading goes on without
