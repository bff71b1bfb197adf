// The providers' cells: what each will send is read before its window opens.
import { find } from "./dom.js";

const TARGET = "is-target";

// `choose` is called in the click itself, so that a window may open.
export function listenToProviders(pane, choose) {
  const row = find("consent", pane);
  if (!row) return;
  const cellOf = event => event.target.closest("[data-provider]");
  const target = () => pane.querySelector(`.${TARGET}`);
  let tapped = false;

  const show = cell => {
    if (cell === target()) return;
    target()?.classList.remove(TARGET);
    cell?.classList.add(TARGET);
    row.textContent = cell?.dataset.sends.trim() ?? "";
    row.hidden = !cell;
  };
  const rest = () => show(document.activeElement.closest?.("[data-provider]"));  // the focused one, or none

  pane.addEventListener("pointerover", event => {
    if (event.pointerType === "touch" || row.contains(event.target)) return;
    if (cellOf(event)) show(cellOf(event));
    else rest();
  });
  pane.addEventListener("pointerleave", event => event.pointerType === "touch" || rest());
  pane.addEventListener("focusin", event => show(cellOf(event)));
  pane.addEventListener("focusout", event => pane.contains(event.relatedTarget) || show(null));
  pane.addEventListener("keydown", event => event.key === "Escape" && show(null));
  pane.addEventListener("pointerdown", event => {
    tapped = event.pointerType === "touch" && cellOf(event) !== target();
  });
  pane.addEventListener("click", event => {
    const cell = cellOf(event);
    if (!cell) return;
    if (tapped) show(cell);  // by touch the first tap opens the row, the second goes on
    else choose(cell.dataset.provider, cell.dataset.title);
    tapped = false;
  });
}
