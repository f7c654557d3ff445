/** The sentences in the language of whoever reads them. */
import languages from "virtual:languages";

export const language =
  navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => languages[tag]) ||
  Object.keys(languages)[0];

const sentences = languages[language].split("|");

/** The direction of writing: "rtl" or nothing. */
export const direction = sentences[0];

/** A sentence as it was built: its names are still signs, `#` is replaced by `n`. */
export const words = (key: Key, n: unknown = "") => sentences[key].replace("#", "" + n);

/** A name as text: what cannot be seen is a small square (U+200D holds emoji together). */
export function printable(name: string): string {
  const text = name.replace(/[^\P{C}\u200c\u200d]|[\u2028\u2029\ufffd]/gu, "▫");
  return text.trim() ? text : text.replace(/\s/g, "▫");
}
