// The box for mail about new comments: whoever is signed in where no address came with it gives one there.
import { el } from "../frame/dom.js";
import { t } from "../frame/words.js";

export function start({ known, session, watchSession }, box) {
  const show = () => {
    const asked = box.checked && session.identity && !session.mail;
    const field = box.form.querySelector("[data-field='address']");
    if (!asked) field?.remove();
    else if (!field) box.closest("label").after(draw());
  };
  if (!box.dataset.watched) watchSession(show);
  box.dataset.watched = "1";
  known().then(show, show);
}

function draw() {
  const input = el("input", { id: "address", name: "address", type: "email", dir: "ltr", autocomplete: "email" });
  input.required = true;
  input.setAttribute("aria-describedby", "address-hint");
  const notes = el("span", { class: "notes" },
    el("span", { class: "hint", id: "address-hint" }, t("Address never made public")),
    el("span", { class: "need" }, t("required")));
  const row = el("div", { class: "field" }, el("label", { for: "address" }, t("Email")), input, notes);
  return el("div", { class: "ledger", "data-field": "address" }, row);
}
