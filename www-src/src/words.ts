/** The sentences in the language of whoever reads them. */
import languages, { first } from "virtual:languages";

export const language = navigator.languages
  .concat(first)
  .map((tag) => tag.slice(0, 2))
  .find((tag) => languages[tag])!;

const sentences = languages[language].split("|");

/** The direction of writing: "rtl" or nothing. */
export const direction = sentences[0];

/** A sentence as it was built: its names are still signs, `#` is replaced by `n`. */
export const words = (key: Key, n: unknown = "") => sentences[key].replace("#", "" + n);

/** A name as text: what cannot be seen is a small square (U+200D holds emoji together). */
export const printable = (name: string) =>
  name.replace(/[\0-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufff9-\uffff]|^\s+$/g, "▫");
