/** The maker's accent colour, made dark or light enough to be read. */

/**
 * `colour` is #rrggbb. Its relative luminance (WCAG 2.1) is brought to where the contrast to the
 * page's light or dark ground is at least 4.5.
 */
export function readable(colour: string, dark: number) {
  const rgb = colour.match(/\w\w/g)!.map((pair) => parseInt(pair, 16));
  const luminance = rgb.reduce(
    (sum, value, at) => sum + [0.2126, 0.7152, 0.0722][at] * (value / 255) ** 2.2,
    0,
  );
  const white = dark && luminance < 0.24 ? 140 : 0;
  const own = white ? 0.45 : dark ? 1 : Math.min(1, (0.15 / luminance) ** 0.45);
  return `rgb(${rgb.map((value) => (value * own + white) | 0)})`;
}
