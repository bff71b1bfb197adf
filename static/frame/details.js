// A guest's details, kept for this tab: who posts or reloads is about to write again, and is not asked twice.
import { form } from "./dom.js";
import { readKept, tab } from "./store.js";

const NAMES = ["email", "name", "website"];
const DETAILS = "details";
const inputs = form ? NAMES.map(one => form.elements.namedItem(one)).filter(Boolean) : [];

const fitsDetails = details => Boolean(details) && NAMES.every(one => typeof (details[one] ?? "") === "string");

export function restoreDetails() {
  const details = readKept(tab, DETAILS, fitsDetails) ?? {};
  for (const input of inputs) input.value ||= details[input.name] ?? "";
}

export function keepDetails() {
  const given = inputs.filter(input => input.value).map(input => [input.name, input.value]);
  if (given.length) tab.set(DETAILS, JSON.stringify(Object.fromEntries(given)));
  else tab.drop(DETAILS);
}
