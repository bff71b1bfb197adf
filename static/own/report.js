// Reporting a comment where it stands: what is wrong with it, and a few words if somebody has them.
import { announce, button, el, icon } from "../frame/dom.js";
import { t } from "../frame/words.js";
import { adoptSheet } from "../late/sheet.js";

let frame = null;

export async function start(shared, pressed) {
  frame = shared;
  const article = pressed.closest("[data-comment]");
  const present = article.querySelector(":scope > .report-form");
  if (present) return present.querySelector("input").focus();
  await adoptSheet();
  return open(article, pressed);
}

function open(article, pressed) {
  const id = article.dataset.comment;
  const kinds = {
    "spam": t("Spam or advertising"), "abuse": t("It attacks somebody"),
    "personal-data": t("It reveals something private about somebody"), "other": t("Something else"),
  };
  const choices = Object.entries(kinds).map(([value, words]) =>
    el("label", {}, el("input", { type: "radio", name: "reason", value }), el("span", {}, words)));
  const text = el("input", { id: `report-${id}`, name: "text", maxlength: 500, dir: "auto" });
  const place = el("div", { class: "send" }, el("button", { class: "button low" }, t("Report")),
    button("word", t("Cancel"), () => close()));
  const form = el("form", { class: "report-form", novalidate: "" },
    el("fieldset", {}, el("legend", {}, t("What is wrong with it?")), ...choices),
    el("label", { for: text.id }, t("Is there anything to add?")), text, place);
  const close = () => {
    form.remove();
    pressed.focus();
  };
  form.addEventListener("keydown", event => event.key === "Escape" && close());
  form.addEventListener("submit", event => {
    event.preventDefault();
    send({ article, form, place });
  });
  (article.querySelector(":scope > .acts")).after(form);
  form.querySelector("input").focus();
}

async function send({ article, form, place }) {
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  const id = article.dataset.comment;
  const sent = { reason: form.elements.reason.value, text: form.elements.text.value };
  try {
    await frame.request("POST", `/comments/${id}/report`, { body: sent, headers: frame.receiptsHeader(id) });
    const thanks = el("p", { class: "state", tabindex: "-1" }, icon("i-done"),
      t("Thank you: the moderators will look at it."));
    form.replaceWith(thanks);
    thanks.focus();
    announce(thanks.textContent);
  } catch (problem) {
    form.ariaBusy = null;
    const sentence = Object.values(problem.errors).flat().join(" ") || problem.message;
    place.querySelector(".wrong")?.remove();
    place.append(el("p", { class: "wrong" }, icon("i-wrong"), el("span", {}, sentence)));
    announce(sentence);
  }
}
