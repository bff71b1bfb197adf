// The providers' cells: what each will send is read before its window opens.
import { find } from "./dom.js";
import { session } from "./session.js";

const TARGET = "is-target";

// What the session says of providers that fail, and whether guests may write.
export function renewChooser(chooser) {
  const row = find("troubles", chooser);
  if (row) row.hidden = !(row.textContent = session.troubles.map(one => one.detail).join("\n"));
  for (const field of chooser.querySelectorAll("[data-field]")) field.hidden = Boolean(session.allowed.guest);
}

// `choose` gets what the cell says of its provider, in the click itself, so that a window may open.
export function listenToProviders(pane, choose) {
  const row = find("consent", pane);
  if (!row) return;
  const cellOf = event => event.target.closest("[data-provider]");
  let target = pane.querySelector(`.${TARGET}`);  // of the pane that this one was copied from
  let tapped = false;

  const show = cell => {  // stays until another is meant: closing it would move the button under a hand
    target?.classList.remove(TARGET);
    cell?.classList.add(TARGET);
    row.textContent = cell?.dataset.sends.trim() ?? "";
    row.hidden = !row.textContent;
    target = cell;
  };
  const meant = event => {
    if (cellOf(event) && event.pointerType !== "touch") show(cellOf(event));
  };

  show(null);
  pane.addEventListener("pointerover", meant);
  pane.addEventListener("focusin", meant);
  pane.addEventListener("keydown", event => {
    if (event.key === "Escape") show(null);
  });
  pane.addEventListener("pointerdown", event => {
    tapped = event.pointerType === "touch" && cellOf(event) !== target;
  });
  pane.addEventListener("click", event => {
    const cell = cellOf(event);
    if (!cell || cell.ariaDisabled === "true") return;
    const go = !tapped;  // by touch the first tap opens the row, the second goes on
    tapped = false;
    show(go ? null : cell);  // who comes back to the chooser has chosen nobody
    if (go) choose(cell.dataset);
  });
}
