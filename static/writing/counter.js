// How much room is left, near the end of it; what is too long is said as the server would, while it is typed.
const NEAR = 500;  // characters

export function startCounter({ announce, find, form, plural, showErrors, textarea }, longest) {
  const shown = find("room");
  let near = false;
  const look = () => {
    const { over, room } = measure(textarea.value, longest);
    shown.hidden = over > 0 || room > NEAR;
    shown.textContent = shown.hidden ? "" : plural("%(num)d character left", "%(num)d characters left", room);
    if (!shown.hidden && !near) announce(shown.textContent);
    near = !shown.hidden;
    if (over) tooLong(over);
  };
  const tooLong = over => showErrors(form, { body: [plural(
    "This is too long: its last character does not fit.",
    "This is too long: its last %(num)d characters do not fit.", over,
  )] });
  form.addEventListener("input", ({ target }) => { if (target === textarea) look(); });
  if (textarea.value.length * 4 > longest) look();
}

// The limit is of bytes; people count characters. Room is told in characters as long as those so far.
export function measure(text, longest) {
  if (text.length * 3 < longest - NEAR * 4) return { over: 0, room: longest };
  const bytes = new TextEncoder().encode(text);
  const characters = [...text].length;
  const fits = [...new TextDecoder().decode(bytes.slice(0, longest), { stream: true })].length;
  return {
    over: characters - fits,
    room: Math.floor((longest - bytes.length) * characters / bytes.length),
  };
}
