/** Pictures as strokes on a 24 by 24 grid; the only markup in the page's code, and constant. */
import { h } from "./dom";

export const TICK = "M6 12.5l4 4 8-8.5";
export const LOCK = "M6.5 11h11v8h-11zM9 11V8a3 3 0 0 1 6 0v3";
/** A dot and three quarter circles around it. */
export const ARCS = [0, 1, 2, 3].map(
  (n) => `M${12 - 3.3 * n} ${19 - 3.5 * n}a${5 * n} ${5 * n} 0 0 1 ${6.6 * n || 0.1} 0`,
);

/** `label` is what a screen reader says; without one the picture is decoration. */
export const icon = (kind: string, strokes: string, label?: string, faint = "") =>
  h(kind, {
    innerHTML: `<svg viewBox="0 0 24 24"><path d="${strokes}"/><path opacity=".25" d="${faint}"/></svg>`,
    role: label && "img",
    "aria-label": label,
  });
