// A guest's details, kept for this tab: who posts or reloads is about to write again, and is not asked twice.
import { find } from "./dom.js";
import { read, tab } from "./store.js";

const NAMES = ["email", "name", "website"];
const name = "details";
const form = find("form");
const inputs = form ? NAMES.map(one => form.elements.namedItem(one)).filter(Boolean) : [];

const fits = details => Boolean(details) && NAMES.every(one => typeof (details[one] ?? "") === "string");

export function restoreDetails() {
  const details = read(tab, name, fits) ?? {};
  for (const input of inputs) input.value ||= details[input.name] ?? "";
}

export function keepDetails() {
  const given = inputs.filter(input => input.value).map(input => [input.name, input.value]);
  if (given.length) tab.set(name, JSON.stringify(Object.fromEntries(given)));
  else tab.drop(name);
}
