/** Accent colours of all kinds against both grounds, by the definition of WCAG 2.1. */
import { describe, expect, test } from "vitest";
import { readable } from "../src/colour";

const linear = (value: number) =>
  value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
const luminance = ([red, green, blue]: number[]) =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

function contrast(one: number[], other: number[]) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const numbers = (colour: string) => colour.match(/\d+/g)!.map(Number);
const steps = ["00", "33", "66", "99", "cc", "ff"];
const colours = steps.flatMap((red) =>
  steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)),
);

describe("an accent colour", () => {
  test.each(colours)("%s can be read by day and by night", (colour) => {
    const day = numbers(readable(colour, 0));
    const night = numbers(readable(colour, 1));
    expect(contrast(day, [0xf2, 0xf2, 0xf7])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(day, [255, 255, 255])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(night, [0, 0, 0])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(night, [0x1c, 0x1c, 0x1e])).toBeGreaterThanOrEqual(4.5);
  });

  test("may be written short", () => {
    expect(readable("#05d", 0)).toBe(readable("#0055dd", 0));
    expect(readable("#FD0", 1)).toBe(readable("#ffdd00", 1));
  });

  test("that can be read is left alone", () => {
    expect(readable("#0a5fd9", 0)).toBe("rgb(10,95,217)");
    expect(readable("#63a8ff", 1)).toBe("rgb(99,168,255)");
  });
});
