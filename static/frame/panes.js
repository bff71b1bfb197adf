// What scripts draw where the chooser stands: connecting, signed in, change; and the note above them.
import { button, el, icon } from "./dom.js";
import { pieces, t } from "./words.js";

// `again` opens a window, where there may be one; `stay` goes on in the page's tab, where that is possible. `shut`: the
// window seems to be closed. It need not be, so whoever sees it may go on there.
export function connectingPane(title, { cancel, again, stay, shut }) {
  const elsewhere = t("No window? Then open this page in a tab of its own, or in another browser.");
  return el("div", { class: "me" }, icon("i-spin", "icon spin"),
    el("div", {},
      el("p", {}, el("b", {}, t("Connecting to %(provider)s…", { provider: title })), " ",
        again && el("span", { class: "quiet" },
          shut ? t("The window seems to be closed.") : t("Finish in the window that has opened."),
          stay ? null : [" ", elsewhere])),
      el("div", { class: "helps" },
        button("word strong", t("Cancel"), cancel, { "data-first": "" }),
        again && button("word", shut ? t("Open again") : t("Nothing opened? Open here"), again),
        stay && button("word", t("Continue in this tab"), stay))));
}

export function signedInPane(who, { leave, change }) {
  const name = el("bdi", {}, who.name);
  const mark = icon(who.mark);
  const handle = el("span", { class: "via" }, mark, el("bdi", { dir: "ltr" }, `@${who.handle}`));
  return el("div", { class: "me" }, face(who, t("%(provider)s photo", { provider: who.provider_title })),
    el("p", {}, who.handle ? [el("b", {}, name), " ", handle, ": "] : [el("b", {}, name, ":"), " "],
      t("You are commenting using your %(provider)s account.", { provider: who.provider_title }), " ",
      el("span", { class: "quiet choice" }, "( ", button("word inline", t("Log Out"), leave), " / ",
        button("word inline", t("Change"), change, { "data-first": "" }), " )")));
}

// The accounts already signed in on this browser, then every provider of the chooser.
export function changePane(identities, chooser, { cancel, take }) {
  const parts = [...chooser.querySelectorAll(".providers, .scopes")];
  return el("div", { class: "chooser", role: "group", "aria-labelledby": "change" },
    el("div", { class: "form-head" },
      el("p", { class: "small", id: "change" }, t("Choose an account, or click an icon to log in:")),
      button("word", t("Cancel"), cancel)),
    el("div", { class: "ledger" }, identities.map((who, at) => account(who, take, at === 0)),
      parts.map(part => part.cloneNode(true))));
}

function account(who, take, first) {
  const sentence = pieces(t("Continue as %(name)s (%(provider)s)"), {
    name: el("b", {}, el("bdi", {}, who.name)), provider: who.provider_title,
  });
  const click = event => event.detail < 2 && take(who.id);  // a double click on Change was meant for nobody here
  const fields = { type: "button", class: "account", click, "data-first": first && "" };
  return el("button", fields, face(who, ""), el("span", {}, sentence));
}

function face(who, alt) {
  if (!who.picture) return el("span", { class: "face guest" });
  return el("img", { class: "face", src: who.picture, alt, width: 32, height: 32 });
}

export function plainNote(sentence, mark = "i-done") {
  return el("p", { class: "note" }, icon(mark), el("span", {}, sentence));
}

// What somebody wanted themselves is news; the rest went wrong.
export function endNote(sentence, { wanted = false } = {}) {
  return el("p", { class: wanted ? "note" : "note is-wrong" }, icon("i-wrong"), el("span", {}, sentence));
}

export function lapsedNote() {
  return el("p", { class: "note" }, icon("i-clock"), el("span", {},
    el("b", {}, t("Your sign-in has lapsed.")), " ",
    el("span", { class: "quiet" }, t("Your text is still here. Log in again to post it."))));
}
