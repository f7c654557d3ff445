/** The screens but the form. They know words and parts, and decide nothing. */
import { type Child, h } from "./dom";
import { form } from "./form";
import { icon, TICK } from "./icons";
import * as machine from "./machine";
import { address, alert, another, button, looking, retry, row, title } from "./parts";
import { words } from "./words";

export const STEPS: Record<string, Key> = {
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

function choose(): Child {
  const { networks, offline, look } = machine.full;
  const { scanning, boot } = machine.state;
  const unreachable = machine.silence() >= machine.UNREACHABLE;
  return [
    title(KEY.choose),
    unreachable && alert(boot ? KEY.unreachable : KEY.unreachable_unnamed),
    unreachable && retry(machine.touch),
    boot && [
      look.sentence && h("p", h("bdi", look.sentence)),
      h("p", KEY.intro),
      !networks[0] && !scanning && h("p", KEY.none),
      h("ul.card", networks.map(row), h("li", button("row", machine.other, KEY.other, "…"))),
      scanning ? looking(KEY.looking) : button("link", machine.rescan, { id: "s" }, KEY.scan),
      offline && button("link", machine.leave, KEY.offline),
      h("p", KEY.band),
    ],
  ];
}

function connecting(): Child {
  const silence = machine.silence();
  let ahead = false;
  const steps = Object.keys(STEPS).map((name) => {
    const now = name == machine.step();
    const mark = now ? h("i.spinner") : ahead ? h("i") : icon("i", TICK);
    ahead = ahead || now;
    return h("li.row", { "aria-current": now && "step" }, mark, STEPS[name]);
  });
  return [
    title(KEY.connecting),
    machine.watching() && h("p", KEY.watch),
    h("ol.card", steps),
    h("p", silence < machine.SILENT ? KEY.wait : KEY.silent),
    silence >= machine.REJOIN && h("p", KEY.rejoin),
    h("p", KEY.where),
    machine.stoppable() && button("link", machine.cancel, KEY.stop),
  ];
}

function failed(): Child {
  const { reason, typed, message } = machine.state;
  const gone = reason == "gone" && typed && KEY.gone_typed;
  return [
    title(KEY.failed),
    alert(message || gone || REASONS[reason!] || KEY.unknown),
    retry(machine.again),
    another(),
  ];
}

function up(): Child {
  const { fresh, saved, message, addresses } = machine.state;
  const left = machine.left();
  return [
    fresh && icon("i.done", TICK),
    title(fresh ? KEY.up : KEY.already),
    h("p", KEY.connected),
    saved === false && h("p", KEY.unsaved),
    message && h("p", h("bdi", message)),
    h("p", KEY.addresses),
    h("ul.card", addresses!.map(address)),
    h("p", KEY.finishing),
    // A full navigation, for only then do phones look once more whether there is a portal.
    h("form", { method: "post", action: "/v1/finish" }, button("main", 0, KEY.finish)),
    left < 60 && h("p", words(KEY.countdown, (left < 10 ? "0:0" : "0:") + left)),
    another(),
  ];
}

/** In the order of the machine's numbers. */
export const SCREENS: (() => Child)[] = [
  () => [title(KEY.looking), looking()],
  choose,
  form,
  connecting,
  failed,
  () => [title(KEY.connecting), alert(KEY.lost), retry(machine.touch)],
  () => [title(KEY.failed), alert(KEY.restarted), button("main", machine.back, KEY.choose_again)],
  up,
  () => [title(KEY.was), alert(KEY.cant), retry(machine.again), another()],
  () => [title(KEY.close), machine.state.boot && h("p", KEY.closing, KEY.closing_at)],
  () => [title(KEY.close), h("p", KEY.closing, ".")],
];
