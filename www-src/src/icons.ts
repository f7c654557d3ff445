/** Pictures as strokes on a 24 by 24 grid. */

const SVG = "http://www.w3.org/2000/svg";

/** `label` is what a screen reader says; without one the picture is decoration. */
export function icon(name: string, strokes: string[], label?: string, faint = 9) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name);
  svg.setAttribute(label ? "role" : "aria-hidden", label ? "img" : "true");
  if (label) svg.setAttribute("aria-label", label);
  strokes.forEach((stroke, at) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", stroke);
    if (at >= faint) path.setAttribute("class", "faint");
    svg.appendChild(path);
  });
  return svg;
}

export const TICK = ["M6 12.5l4 4 8-8.5"];
export const LOCK = ["M6.5 11h11v8h-11zM9 11V8a3 3 0 0 1 6 0v3"];
export const ARCS = [
  "M12 18.5v.01",
  "M8.5 15a5 5 0 0 1 7 0",
  "M5.3 11.8a9.5 9.5 0 0 1 13.4 0",
  "M2 8.5a14 14 0 0 1 20 0",
];
