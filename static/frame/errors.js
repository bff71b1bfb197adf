// What the server found wrong, shown at its field and gone as soon as the field changes.
import { el, find, icon } from "./dom.js";

// Answers the sentences that belong to no field on show.
export function showErrors(form, errors) {
  const left = [];
  for (const [name, sentences] of Object.entries(errors)) {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLElement) markWrong(form, input, sentences.join(" "));
    else left.push(...sentences);
  }
  form.querySelector("[aria-invalid]")?.focus();
  return left;
}

export function clearErrors(form) {
  for (const input of form.querySelectorAll("[aria-invalid]")) clearError(input);
  note(form, "");
}

export function clearError(input) {
  const id = `${input.name}-wrong`;
  const others = (input.getAttribute("aria-describedby") ?? "").split(" ").filter(one => one && one !== id);
  input.removeAttribute("aria-invalid");
  if (others.length) input.setAttribute("aria-describedby", others.join(" "));
  else input.removeAttribute("aria-describedby");
  document.getElementById(id)?.remove();
}

// About the sending itself: beside the button that was pressed.
export function note(form, sentence) {
  const place = find("note", form);
  place.replaceChildren(...(sentence ? [icon("i-wrong"), el("span", {}, sentence)] : []));
  place.hidden = !sentence;
}

function markWrong(form, input, sentence) {
  clearError(input);
  const id = `${input.name}-wrong`;
  const text = el("p", { class: "wrong", id }, icon("i-wrong"), el("span", {}, sentence));
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  const field = input.closest("[data-field]");
  if (field) field.append(text);
  else find("composer", form).after(text);
}
