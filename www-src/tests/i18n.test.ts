/** The languages against the first one. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const FOLDER = new URL("../i18n/", import.meta.url);
const read = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"));
const names = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g) || [])].sort();

const english = read("en.json");

describe.each(readdirSync(FOLDER))("%s", (file) => {
  const sentences = read(file);

  test("has every sentence, and no other", () => {
    expect(Object.keys(sentences)).toEqual(Object.keys(english));
  });

  test.each(Object.keys(english))("%s has the names of the English sentence", (key) => {
    const { [key]: sentence } = sentences;
    // Where a language says it without naming the board, it may.
    expect(names(english[key])).toEqual(expect.arrayContaining(names(sentence)));
    const needed = names(english[key]).filter((name) => name != "{device}");
    expect(names(sentence)).toEqual(expect.arrayContaining(needed));
  });

  test.each(Object.keys(english))("%s keeps the tone", (key) => {
    expect(sentences[key].replace(/\{\w+\}/g, "")).not.toMatch(/SSID|DHCP|\bAP\b|[!¡]|please|bitte|s’il vous|por favor|'|"/i);
    expect(sentences[key]).toBe(sentences[key].trimEnd());
  });
});
