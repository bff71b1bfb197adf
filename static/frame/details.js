// A guest's details: with their consent this browser keeps them, else this tab, as it keeps a text that is not posted.
import { form } from "./dom.js";
import { local, readKept, tab } from "./store.js";

const NAMES = ["email", "name", "website"];
const DETAILS = "details";
const inputs = form ? NAMES.map(one => form.elements.namedItem(one)).filter(Boolean) : [];
const consent = form?.elements.namedItem("remember");

const fitsDetails = details => Boolean(details) && NAMES.every(one => typeof (details[one] ?? "") === "string");

export function restoreDetails() {
  const kept = readKept(local, DETAILS, fitsDetails);
  if (consent) consent.checked = kept;
  const details = kept ?? readKept(tab, DETAILS, fitsDetails) ?? {};
  for (const input of inputs) input.value ||= details[input.name] ?? "";
}

export function keepDetails() {
  if (!consent) return;
  const given = inputs.filter(input => input.value).map(input => [input.name, input.value]);
  tab.drop(DETAILS);
  local.drop(DETAILS);
  if (!given.length) return;
  const details = JSON.stringify(Object.fromEntries(given));
  if (consent.checked) local.set(DETAILS, details);
  else tab.set(DETAILS, details);
}
