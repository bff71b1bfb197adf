// The frame's script: brings the public document to life. The document is whole without it.
import { setPage } from "./away.js";
import { startClaims } from "./claims.js";
import { articleOf, present, tellTotal } from "./comments.js";
import { form } from "./dom.js";
import { startForm } from "./form.js";
import { tellHeightAnew, unfoldSome } from "./height.js";
import { resume, startIdentity } from "./identity.js";
import { settled, startLate } from "./late.js";
import { startLive } from "./live.js";
import { startOwn } from "./own.js";
import { showFrom, startPaging } from "./paging.js";
import { on, tell } from "./parent.js";
import { showForm } from "./reply.js";
import { maybeSomebody, refresh } from "./session.js";
import { setStyle, setTheme } from "./style.js";

let greeted = false;
let lastHash = "";

on("hello", ({ style, theme, page }) => {
  setStyle(style);
  setTheme(theme);
  if (!greeted) {
    greeted = true;
    tellHeightAnew();
    tell("ready", { title: document.title });
    tellTotal();
  }
  const [address, hash = ""] = String(page).split("#");
  setPage(address);
  if (hash !== lastHash) goTo(hash);
  lastHash = hash;
});

// What the page's address asks for: a comment, or to go on with a sign-in that has come back in the page's tab.
async function goTo(hash) {
  const [, mark, id] = hash.match(/^rejoinder([-=])([\w-]+)$/) ?? [];
  if (mark === "=" && form && resume(id)) showForm();
  if (mark !== "-") return;
  await settled;
  const article = articleOf(id) ?? await showFrom({ around: id });
  if (article) present(article, { fresh: true });
}

if (form) {
  startIdentity();
  startClaims();
  startForm();
}
startLate();
startOwn();
startPaging();
startLive();
setTimeout(unfoldSome);
if (maybeSomebody()) refresh().catch(() => {});  // reading goes on without
