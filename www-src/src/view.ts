/** Shows the machine's screen: as little as can be is drawn anew, and the focus is led. */
import { bdi, type Child, h, patch } from "./dom";
import * as machine from "./machine";
import { copied } from "./parts";
import { SCREENS, STEPS } from "./screens";
import { words } from "./words";

const [main, status] = document.body.children;
/** The screen and the form that are shown. */
let drawn: number | undefined;
let filling: unknown;

/** What a screen reader says by itself; the rest it finds. */
function spoken(screen: number): Child {
  if (copied) return KEY.copied;
  if (screen == machine.CONNECTING) return STEPS[machine.step()];
  if (screen == machine.OPENING || machine.state.scanning) return KEY.looking;
  const { length } = machine.full.networks;
  if (machine.state.boot && screen == machine.CHOOSE)
    return words(length == 1 ? KEY.found_one : KEY.found, length);
}

function header(): Child {
  const { device } = machine.state;
  const { logo } = machine.full.look;
  const src = "data:image/svg+xml," + encodeURIComponent(logo!);
  return device && h("header", logo && h("img", { role: "none", src }), bdi(device));
}

function focus(selector: string) {
  const target: any = main.querySelector(selector);
  if (target) target.focus();
  return target;
}

export function draw() {
  const screen = machine.screen();
  const held = document.activeElement!;
  const moved = drawn != screen || filling != machine.form;
  if (drawn != screen) main.textContent = "";
  // A form that is being filled in is left alone, whatever a password manager adds to its fields.
  if (moved || screen != machine.FORM) patch(main, h("main", header(), SCREENS[screen]()));
  if (moved) ["[aria-invalid]", "input", "h1"].some(focus);
  else if (held != document.activeElement) [`[id="${held.id}"]`, "h1"].some(focus);
  drawn = screen;
  filling = machine.form;
  patch(status, h("p", spoken(screen)));
}
