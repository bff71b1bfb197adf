// Sentences in the reader's language: the document brings them, keyed by the English ones.
import { find } from "./dom.js";

export const lang = document.documentElement.lang;
const words = JSON.parse(find("strings", document)?.textContent || "{}");

export const learnWords = more => Object.assign(words, more);

export function t(msgid, values = {}) {
  return fill(typeof words[msgid] === "string" ? words[msgid] : msgid, values);
}

// A catalogue may bring the plural as one form for each CLDR category.
export function plural(one, many, num) {
  const forms = words[many];
  if (typeof forms !== "object" || !forms) return fill(num === 1 ? one : many, { num });
  const category = new Intl.PluralRules(lang).select(num);
  return fill(forms[category] ?? forms.other ?? many, { num: num.toLocaleString(`${lang}-u-nu-latn`) });
}

// The sentence in pieces, so that an element may stand where a value would.
export function pieces(sentence, values) {
  return sentence.split(/(%\(\w+\)[sd])/).map(piece => {
    const name = piece.match(/^%\((\w+)\)[sd]$/)?.[1];
    return name && Object.hasOwn(values, name) ? values[name] : piece;
  });
}

function fill(sentence, values) {
  return pieces(sentence, values).join("");
}
