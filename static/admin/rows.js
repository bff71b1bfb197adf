// The rows of the queue: which has the focus, and those that were decided about, until that is undone.
export const queue = document.querySelector("[data-queue]");
export const status = queue.elements.namedItem("status").value;
const list = queue.querySelector("[data-cases]");
const taken = new Map();  // each row with the one that stood behind it

export const cases = () => [...queue.querySelectorAll("[data-case]")];
export const current = () => document.activeElement?.closest?.("[data-case]");

// The row to go on with, once these are gone: the next one that is left.
export function after(gone) {
  const all = cases();
  const first = all.findIndex(one => gone.includes(one.dataset.case));
  const left = all.filter(one => !gone.includes(one.dataset.case));
  return left.find(one => all.indexOf(one) > first) ?? left.at(-1);
}

export function take(id) {
  const row = document.getElementById(`case-${id}`);
  if (!row) return;
  row.querySelector("[type=checkbox]").checked = false;
  taken.set(id, [row, row.nextElementSibling]);
  row.remove();
  count(-1);
}

export function putBack(id) {
  const [row, next] = taken.get(id) ?? [];
  if (!row) return null;
  taken.delete(id);
  list.insertBefore(row, next?.parentNode === list ? next : null);
  count(+1);
  return row;
}

function count(change) {
  const tally = document.querySelector(`[data-tally="${status}"]`);
  if (/^\d+$/.test(tally.textContent)) tally.textContent = Math.max(0, Number(tally.textContent) + change);
  queue.querySelector("[data-empty]").hidden = cases().length > 0;
}
