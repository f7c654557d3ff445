/** Draws what the machine says. It knows words and elements, and decides nothing. */
import { bdi, type Child, h, patch, set, url } from "./dom";
import { ARCS, icon, LOCK, TICK } from "./icons";
import * as machine from "./machine";
import type { Network } from "./types";
import { words } from "./words";

const STEPS: Record<string, Key> = {
  find: KEY.find,
  join: KEY.check_password,
  address: KEY.get_address,
};

const REASONS: Record<string, Key> = {
  refused: KEY.refused,
  gone: KEY.gone,
  weak: KEY.weak,
  timeout: KEY.timeout,
  address: KEY.address,
  security: KEY.security,
  dropped: KEY.dropped,
  check: KEY.check,
};

const [main, status] = document.body.children;
/** The form for readers without script; its fields are the pattern of ours. */
const inputs = main.querySelectorAll("input");
let drawn = -1;
let filling: unknown;
let copied = "";
let scanned = false;
let shown = false;

const title = (...children: Child[]) => h("h1", { tabIndex: -1 }, children);
const alert = (...children: Child[]) => h("p.alert", { role: "alert" }, children);
const button = (kind: string, onclick: unknown, ...children: Child[]) =>
  h("button." + kind, { onclick }, children);
const retry = (onclick: unknown) => button("main", onclick, KEY.retry);
const another = () => button("link", machine.back, KEY.another);
const looking = (key?: Key) => h("p.looking", h("i.spinner"), key);

function row(network: Network): Child {
  const { id, name, strength, lock, saved } = network;
  const refusal = lock == "company" ? KEY.company : lock == "old" && KEY.old;
  const level = strength / 25 + 1;
  return h(
    "li",
    button(
      "row",
      refusal ? 0 : () => machine.choose(network),
      { id, "aria-disabled": refusal && "true" },
      h("span", bdi(name), h("small", refusal || (saved && KEY.saved))),
      lock != "none" && icon("i", LOCK, words(KEY.password)),
      icon("i", ARCS.slice(0, level).join(""), strength + "%", ARCS.slice(level).join("")),
    ),
  );
}

function address(address: string): Child {
  const copy = (event: any) => {
    getSelection()!.selectAllChildren(event.target.previousSibling);
    if (document.execCommand("copy")) copied = address;
    setTimeout(() => (copied = ""), 2000);
  };
  return h(
    "li.row",
    h("span", url(address)),
    button("link", copy, copied == address ? KEY.copied : KEY.copy),
  );
}

function field(at: number, label: Key, help?: Key | false): Child {
  const { name, password, field, fault } = machine.form!;
  const input: any = inputs[at].cloneNode();
  const { id } = input;
  const wrong = !!fault && field == at;
  const note = id + 2;
  const show = (field: any) => (field.type = shown ? "text" : "password");
  if (at) show(input);
  set(input, {
    value: at ? password : name,
    "aria-invalid": wrong && "true",
    "aria-describedby": (wrong || help) && note,
  });
  return [
    h("label", { htmlFor: id }, label),
    input,
    wrong
      ? alert({ id: note }, fault as Child)
      : help && h("small", { id: note }, help),
    at > 0 &&
      h(
        "label.check",
        h("input", {
          type: "checkbox",
          checked: shown,
          onclick({ target }: any) {
            shown = target.checked;
            show(target.form[id]);
          },
        }),
        KEY.show,
      ),
  ];
}

function onsubmit(event: any) {
  const { ssid, password } = event.target;
  event.preventDefault();
  machine.submit(ssid && ssid.value, password ? password.value : "");
  draw();
  focus("[aria-invalid]");
}

function focus(selector: string) {
  const target: any = main.querySelector(selector);
  if (target) target.focus();
  return target;
}

function choose(): Child {
  const { networks, offline, look } = machine.full;
  const { scanning, boot } = machine.state;
  const unreachable = machine.silence() >= machine.UNREACHABLE;
  return [
    title(KEY.choose),
    unreachable && alert(boot ? KEY.unreachable : KEY.unreachable_unnamed),
    unreachable && retry(machine.touch),
    boot && [
      look.sentence && h("p", look.sentence),
      h("p", KEY.intro),
      !networks[0] && !scanning && h("p", KEY.none),
      h("ul.card", networks.map(row), h("li", button("row", machine.other, KEY.other, "…"))),
      scanning ? looking(KEY.looking) : button("link", machine.rescan, KEY.scan),
      offline && button("link", machine.leave, KEY.offline),
      h("p", KEY.band),
    ],
  ];
}

function form(): Child {
  const { id, name, lock, saved } = machine.form!;
  return [
    title(id ? bdi(name) : KEY.other),
    h(
      "form.card",
      { onsubmit },
      !id && field(0, KEY.name, KEY.name_help),
      lock == "none"
        ? h("p", KEY.open)
        : field(1, KEY.password, id ? saved && KEY.keep : KEY.password_help),
      button("main", 0, KEY.connect),
    ),
    another(),
  ];
}

function connecting() {
  const silence = machine.silence();
  let ahead = false;
  return [
    title(KEY.connecting),
    machine.watching() && h("p", KEY.watch),
    h(
      "ol.card",
      Object.keys(STEPS).map((name) => {
        const now = name == machine.step();
        const mark = now ? h("i.spinner") : ahead ? h("i") : icon("i", TICK);
        ahead = ahead || now;
        return h("li.row", { "aria-current": now && "step" }, mark, STEPS[name]);
      }),
    ),
    h("p", silence < machine.SILENT ? KEY.wait : KEY.silent),
    silence >= machine.REJOIN && h("p", KEY.rejoin),
    h("p", KEY.where),
    machine.stoppable() && button("link", machine.cancel, KEY.stop),
  ];
}

function failed() {
  const { reason, typed, message } = machine.state;
  const gone = reason == "gone" && typed && KEY.gone_typed;
  return [
    title(KEY.failed),
    alert(message || gone || REASONS[reason!] || KEY.unknown),
    retry(machine.again),
    another(),
  ];
}

function up() {
  const { fresh, message, addresses } = machine.state;
  const left = machine.left();
  return [
    fresh && icon("i.done", TICK),
    title(fresh ? KEY.up : KEY.already),
    h("p", KEY.connected),
    message && h("p", message),
    h("p", KEY.addresses),
    h("ul.card", addresses!.map(address)),
    h("p", KEY.finishing),
    h("form", { method: "post", action: "/v1/finish" }, button("main", 0, KEY.finish)),
    left < 60 && h("p", words(KEY.countdown, (left < 10 ? "0:0" : "0:") + left)),
    another(),
  ];
}

/** In the order of the machine's numbers. */
const SCREENS: (() => Child)[] = [
  () => [title(KEY.looking), looking()],
  choose,
  form,
  connecting,
  failed,
  () => [title(KEY.connecting), alert(KEY.lost), retry(machine.touch)],
  () => [
    title(KEY.failed),
    alert(KEY.restarted),
    button("main", machine.back, KEY.choose_again),
  ],
  up,
  () => [title(KEY.was), alert(KEY.cant), retry(machine.again), another()],
  () => [title(KEY.close), machine.state.boot && h("p", KEY.closing, KEY.closing_at)],
  () => [title(KEY.close), h("p", KEY.closing, ".")],
];

/** What a screen reader says by itself; the rest it finds. */
function spoken(screen: number): Child {
  if (copied) return KEY.copied;
  if (screen == machine.CONNECTING) return STEPS[machine.step()];
  if (screen == machine.OPENING || machine.state.scanning) {
    scanned = true;
    return KEY.looking;
  }
  const { length } = machine.full.networks;
  return scanned && words(length == 1 ? KEY.found_one : KEY.found, length);
}

export function draw() {
  const screen = machine.screen();
  const { device } = machine.state;
  const { look } = machine.full;
  const held = document.activeElement!.id;
  const moved = drawn != screen;
  if (moved) {
    main.textContent = "";
    shown = screen == machine.FORM && !!machine.form!.fault;
  }
  // A form that is being filled in is left alone, whatever a password manager adds to its fields.
  if (moved || screen != machine.FORM || filling != machine.form) patch(
    main,
    h(
      "main",
      device &&
        h(
          "header",
          look.logo &&
            h("img", { "aria-hidden": "true", src: "data:image/svg+xml," + encodeURIComponent(look.logo) }),
          bdi(device),
        ),
      SCREENS[screen](),
    ),
  );
  if (moved && drawn >= 0) {
    ["[aria-invalid]", "input", "h1"].some(focus);
  } else if (held && !document.activeElement!.id) focus(`[id="${held}"]`);
  drawn = screen;
  filling = machine.form;
  patch(status, h("p", spoken(screen)));
}
