/** The sentences in the language of whoever reads them. */
import languages from "virtual:languages";

const tags = Object.keys(languages);
const wanted = (navigator.languages || [navigator.language]).map((tag) => tag.split("-")[0]);

export const language = wanted.find((tag) => tags.indexOf(tag) >= 0) || tags[0];

const sentences = languages[language].split("|");

/** A sentence as it was built: its names are still signs, `#` is replaced by `n`. */
export const words = (key: Key, n: string | number = "") => sentences[key].replace("#", "" + n);

/** A name as text: what cannot be seen is a small square. */
export function printable(name: string): string {
  const text = name.replace(
    /[\0-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufff9-\uffff]/g,
    "▫",
  );
  return text.trim() ? text : text.replace(/\s/g, "▫");
}
