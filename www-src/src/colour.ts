/** The maker's accent colour, moved towards black or white until it can be read. */

const channels = (colour: string) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** Relative luminance (WCAG 2.1) of [red, green, blue]. */
function luminance(rgb: number[]) {
  const [red, green, blue] = rgb.map((value) =>
    value < 11 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `colour` (#rrggbb) with a contrast of at least 4.6 to a light, else to a dark, background. */
export function readable(colour: string, dark: boolean) {
  const ground = luminance(channels(dark ? "#2c2c2e" : "#f2f2f7")) + 0.05;
  let rgb = channels(colour);
  for (let step = 0; step < 50; step++) {
    const own = luminance(rgb) + 0.05;
    if ((dark ? own / ground : ground / own) >= 4.6) break;
    rgb = rgb.map((value) => Math.round(dark ? value + (255 - value) * 0.1 : value * 0.9));
  }
  return `rgb(${rgb})`;
}
