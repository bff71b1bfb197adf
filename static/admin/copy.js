// Lines to be taken elsewhere: a button that puts them in the clipboard. Without it they can be selected all the same.
for (const copier of document.querySelectorAll("[data-copier]")) {
  const button = copier.querySelector("[data-copy]");
  copier.hidden = false;
  button.addEventListener("click", async () => {
    const lines = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(lines.textContent);
      copier.querySelector("[role=status]").textContent = button.dataset.done;
    } catch {
      getSelection().selectAllChildren(lines);
    }
  });
}
