// Write or Preview: the same text as signs, or as the server will show it.
export function startPreview({ announce, find, form, fragment, main, note, request, showErrors, t, textarea }) {
  const pane = find("preview");
  const [write, show] = [find("write"), find("show")];
  const query = new URLSearchParams(location.search);
  let asked = 0;

  const look = shown => {
    pane.hidden = !shown;
    textarea.hidden = shown;
    write.setAttribute("aria-pressed", String(!shown));
    show.setAttribute("aria-pressed", String(shown));
    for (const tool of find("marks").children) tool.setAttribute("aria-disabled", String(shown));
  };
  const back = () => {
    asked++;
    show.ariaBusy = null;
    if (!pane.hidden) look(false);
  };
  const preview = async () => {
    const turn = ++asked;
    const body = { body: textarea.value, page: query.get("page") ?? "", key: query.get("key") ?? "" };
    show.ariaBusy = "true";
    try {
      const { body: { html } } = await request("POST", "/preview", { body });
      if (turn !== asked) return;
      pane.style.minBlockSize = `${textarea.offsetHeight}px`;
      pane.replaceChildren(fragment(html));
      look(true);
      announce(t("This is how your comment will look."));
    } catch (problem) {
      if (turn === asked) refuse(problem);
    } finally {
      if (turn === asked) show.ariaBusy = null;
    }
  };
  const refuse = ({ errors, message }) => {
    note(form, "");
    if (showErrors(form, errors).length || !form.querySelector("[aria-invalid]")) {
      note(form, message);
      announce(message);
    }
  };

  show.addEventListener("click", () => { if (pane.hidden) preview(); });
  write.addEventListener("click", () => {
    back();
    textarea.focus();
  });
  // Whoever sends or answers needs the text, if only to see what is wrong with it.
  form.addEventListener("submit", back, { capture: true });
  main.addEventListener("click", ({ target }) => { if (target.closest("[data-reply]")) back(); }, { capture: true });
}
