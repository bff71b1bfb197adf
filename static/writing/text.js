// Changes of a text as if they were typed, so that the browser can undo them and everybody hears of them.

// What stands from `from` to `to` becomes `text`; then `select` of it (from its start) is selected, or its end.
export function put(textarea, text, from, to, select = [text.length, text.length]) {
  textarea.focus();
  textarea.setSelectionRange(from, to);
  const command = text ? ["insertText", false, text] : ["delete"];
  if (from !== to || text) type(textarea, command, text);
  textarea.setSelectionRange(from + select[0], from + select[1]);
}

function type(textarea, command, text) {
  if (document.execCommand(...command)) return;
  textarea.setRangeText(text);
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}

export function selected({ value, selectionStart: from, selectionEnd: to }) {
  return { from, to, text: value.slice(from, to), value };
}
