/** The maker's accent colour, made dark or light enough to be read. */

/**
 * `colour` is #rrggbb or #rgb. Towards black, or at night towards white, it is mixed so far that its
 * contrast to the page's ground is at least 4.5 (WCAG 2.1).
 */
export function readable(colour: string, dark: number) {
  const short = colour.length < 7;
  const rgb = colour
    .match(short ? /\w/g : /\w\w/g)!
    .map((digits) => parseInt(short ? digits + digits : digits, 16));
  const luminance = rgb.reduce(
    (sum, value, at) => sum + [0.2126, 0.7152, 0.0722][at] * (value / 255) ** 2.2,
    0,
  );
  const grey = luminance ** 0.45;
  const own = Math.min(1, dark ? 0.38 / (1 - grey) : 0.42 / grey);
  return `rgb(${rgb.map((value) => (value * own + dark * 255 * (1 - own)) | 0)})`;
}
