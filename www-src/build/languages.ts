/**
 * Vite plugin: the sentences of `i18n/*.json` as one string a language, and `KEY.name` in the
 * sources as that sentence's number. Names in sentences become single signs.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import order from "./order.json" with { type: "json" };

export const SIGNS: Record<string, string> = {
  device: "$",
  ap: "^",
  net: "~",
  local: "@",
  n: "#",
  own: "#", // what is put in for a number is also put in for the board's own Wi-Fi
};

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur", "yi"];

/** What stands before the first sentence of a language. */
const direction = (language: string) => (RIGHT_TO_LEFT.includes(language) ? "rtl" : "");

const ID = "virtual:languages";

/** The sentences in a built page. */
export const TABLE = /\{\w\w:"(?:rtl)?\|.*?"\}/;

function read(folder: string, language: string): Record<string, string> {
  return JSON.parse(readFileSync(resolve(folder, language + ".json"), "utf8"));
}

function signed(sentence: string, where: string): string {
  if (/[$^~@#|]/.test(sentence)) throw new Error(`${where}: one of $^~@#| in a sentence`);
  return sentence.replace(/\{(\w+)\}/g, (_, name) => {
    if (!SIGNS[name]) throw new Error(`${where}: no such name as {${name}}`);
    return SIGNS[name];
  });
}

/** All sentences, those of order.json first (see arrange.mjs), then those that are new. */
function ordered(folder: string): string[] {
  const known = Object.keys(read(folder, "en"));
  const kept = order.filter((key) => known.includes(key));
  return [...kept, ...known.filter((key) => !kept.includes(key))];
}

export function languages(folder: string, chosen: string[]): Plugin {
  const keys = ordered(folder);
  return {
    name: "languages",
    enforce: "pre",
    resolveId: (id) => (id == ID ? "\0" + ID : undefined),
    load(id) {
      if (id != "\0" + ID) return;
      const tables = chosen.map((language) => {
        const sentences = read(folder, language);
        const joined = keys.map((key) => {
          if (!sentences[key]) throw new Error(`i18n/${language}.json: "${key}" is missing`);
          return signed(sentences[key], `i18n/${language}.json: "${key}"`);
        });
        return [language, [direction(language), ...joined].join("|")];
      });
      return (
        `export default ${JSON.stringify(Object.fromEntries(tables))};` +
        `export const first = ${JSON.stringify(chosen[0])};`
      );
    },
    transformIndexHtml: {
      order: "pre",
      handler() {
        const attrs = { rel: "stylesheet", href: "/src/right_to_left.css" };
        return chosen.some(direction) ? [{ tag: "link", attrs, injectTo: "head" }] : [];
      },
    },
    transform(code, id) {
      if (!/\.ts$/.test(id)) return;
      return code.replace(/\bKEY\.(\w+)/g, (_, key) => {
        const number = 1 + keys.indexOf(key);
        if (!number) throw new Error(`${id}: no sentence "${key}" in i18n/en.json`);
        return String(number);
      });
    },
  };
}
