// The rows of the queue: which has the focus, and those that were decided about, until that is undone.
export const queue = document.querySelector("[data-queue]");
export const status = queue.elements.namedItem("status").value;
const list = queue.querySelector("[data-cases]");
const rows = [...queue.querySelectorAll("[data-case]")];  // as they came, also those that are gone

export const cases = () => rows.filter(one => one.isConnected);
export const current = () => document.activeElement?.closest?.("[data-case]");
export const ticked = () => cases().filter(one => box(one).checked).map(one => box(one).value);
export const seen = id => box(rowOf(id)).value;  // its name as it is shown: another one once it says something else
export const mark = () => current() && box(current()).click();

const box = row => row.querySelector("[type=checkbox]");
const rowOf = id => rows.find(one => one.dataset.case === id);

// Takes rows away; answers the one to go on with: the next that is left.
export function take(ids) {
  const first = rows.findIndex(one => ids.includes(one.dataset.case));
  for (const row of cases().filter(one => ids.includes(one.dataset.case))) {
    box(row).checked = false;
    row.remove();
    count(-1);
  }
  return cases().find(one => rows.indexOf(one) > first) ?? cases().at(-1);
}

// Puts rows back where they were; answers the first of them.
export function putBack(ids) {
  const back = rows.filter(one => ids.includes(one.dataset.case) && !one.isConnected);
  for (const row of back) {
    list.insertBefore(row, cases().find(one => rows.indexOf(one) > rows.indexOf(row)) ?? null);
    count(+1);
  }
  return back[0];
}

export const choices = id => [...rowOf(id).querySelectorAll("button[name=decide]")].map(one => one.value.split(" ")[0]);

function count(change) {
  const tally = document.querySelector("[aria-current=page] [data-tally]");
  if (/^\d+$/.test(tally.textContent)) tally.textContent = Math.max(0, Number(tally.textContent) + change);
  queue.querySelector("[data-empty]").hidden = cases().length > 0;
}
