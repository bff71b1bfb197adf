// Looking after a thread where it stands: comes to the staff alone, with words and tools that the server has drawn.
import { el, find, findAll, main, threadId } from "../frame/dom.js";
import { adoptSheet } from "../late/sheet.js";
import { press } from "./acts.js";
import { articleOf, reasonsAt, rowsOf } from "./rows.js";

// `tools` is the disclosure as the server has drawn it; what waits, and why readers have reported what, by id.
const desk = { frame: null, tools: null, held: new Map(), reported: new Map(), load };

export async function start(frame) {
  if (!desk.frame) {
    desk.frame = frame;
    await adoptSheet();
    frame.watchSession(follow);
    frame.watchPlaced(() => desk.tools && equip());
    main.addEventListener("click", ({ target }) => press(desk, target.closest("[data-moderate] button")));
    main.addEventListener("keydown", closeByEscape);
    main.addEventListener("toggle", ({ target }) => fit(target), true);
  }
  await follow();
}

const may = () => desk.frame.session.allowed.moderate === null;

// Whoever logs out sees what everybody does.
async function follow() {
  if (may()) return desk.tools || load();
  Object.assign(desk, { tools: null, held: new Map(), reported: new Map() });
  find("waiting")?.remove();
  for (const one of document.querySelectorAll("[data-moderate], [data-why], [data-decided]")) one.remove();
  return null;
}

async function load() {
  const { body } = await desk.frame.request("GET", `/threads/${threadId}/held`).catch(() => ({}));
  if (!body || !may()) return;
  desk.tools = desk.frame.fragment(body.tools).firstElementChild;
  desk.held = new Map(body.comments.map(one => [one.id, one]));
  desk.reported = new Map(body.reported.map(one => [one.id, one.reasons]));
  drawWaiting(body.more);
  equip();
}

// What waits stands in a list of its own: where it will be once it is public, nobody reads it yet.
function drawWaiting(more) {
  const section = find("waiting") ?? el("section", { class: "waiting", "data-waiting": "", "aria-labelledby": "waiting" },
    el("h3", { id: "waiting" }, desk.tools.dataset.waits), el("ol", { class: "comments" }));
  const list = section.querySelector("ol");
  const isShown = one => desk.held.get(one.dataset.comment)?.name === one.dataset.name;
  for (const one of findAll("comment", list)) if (!isShown(one)) one.closest("li").remove();
  for (const one of desk.held.values()) if (!articleOf(one.id, desk.held)) list.append(drawHeld(one));
  section.querySelector(".small")?.remove();
  if (more) section.append(el("p", { class: "small quiet" }, desk.tools.dataset.more));
  if (!list.children.length) section.remove();
  else if (!section.isConnected) main.querySelector(".thread-head").after(section);
}

// Under another id than the comment has once everybody sees it: the frame does not take one for the other. Its name is
// of the text that is shown: nobody decides about what comes after it.
function drawHeld({ id, html, name }) {
  const article = desk.frame.fragment(html).querySelector("[data-comment]");
  article.id = `held-${id}`;
  article.dataset.name = name;
  return el("li", {}, article);
}

function equip() {
  for (const article of findAll("comment")) {
    const acts = rowsOf(article);
    if (!acts || find("moderate", acts)) continue;
    acts.append(desk.tools.cloneNode(true));
    reasonsAt(article, desk.reported.get(article.dataset.comment));
  }
}

// Of the tools those stay that fit what the comment is now.
function fit(details) {
  if (!details.matches?.("[data-moderate]") || !details.open) return;
  const article = details.closest("[data-comment]");
  const waits = desk.held.has(article.dataset.comment);
  const pinned = article.matches("[data-pinned]");
  const root = !waits && !article.parentElement.closest("[data-comment]");
  const fits = { held: waits, reported: desk.reported.has(article.dataset.comment), root: root && !pinned, pinned };
  for (const one of findAll("of", details)) one.hidden = !fits[one.dataset.of];
}

function closeByEscape({ key, target }) {
  const details = key === "Escape" && target.closest("[data-moderate][open]");
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus();
}
