/**
 * Which screen there is, and what the buttons do. It never sees the DOM.
 *
 * The truth is on the board. Only three things are the page's own: which form is open, what was
 * typed there, and for how long the board has been silent.
 */
import { full, GONE, left, now, open, request, silence, state } from "./line";
import { checked } from "./rules";
import type { Form, Network, Send, State } from "./types";

export { full, left, silence, state, tick, touch } from "./line";

/** The screens. */
export const OPENING = 0;
export const CHOOSE = 1;
export const FORM = 2;
export const CONNECTING = 3;
export const FAILED = 4;
export const LOST = 5;
export const RESTARTED = 6;
export const UP = 7;
export const WAS = 8;
export const FINISHED = 9;
export const OFFLINE = 10;

// All in milliseconds.
/** Silence that is told. */
export const SILENT = 3e3;
/** A scan makes the board deaf, so the list waits longer before it complains. */
export const UNREACHABLE = 8e3;
export const REJOIN = 20e3;
/** No way to stop in the first seconds, when a tap would be a slip. */
export const STOP = 5e3;
/** A connect that may have been lost is sent again, this often. */
export const RESENDS = 3;

/** What FORM shows. */
export let form: Form | undefined;

/** The page was reached by its Finish button, a full navigation. */
let finish = false;
/** The name of the network that it is about. */
let net: string | undefined;
/** What was sent last. */
let attempt: Form | undefined;
/** It was sent, and nothing heard yet of how it goes. */
let pending = false;
/** It may have been lost on its way. */
let unsure = false;
let resends = 0;
/** When the attempt was sent or first seen, or its way to stop was used. */
let since = 0;
/** The list is wanted, although the board is in `failed` or `up`. */
let choosing = false;
let restarted = false;
let offline = false;

export function begin(send: Send, clock: () => number, finished: boolean) {
  finish = finished;
  open(send, clock, (before) => {
    learn(before);
    return ended() ? Infinity : trying() || state.scanning ? 1e3 : 3e3;
  });
}

const trying = () => pending || state.state == "busy";
const ended = () => offline || (state.state == "up" && (finish || !!state.finishing));
/** The attempt, if it is the one that the board speaks of. */
const own = () => attempt && attempt.name == state.net && attempt;

/** Another phone's attempt is running. */
export const watching = () => !pending && !state.mine;
export const stoppable = () => !watching() && now() - since >= STOP;
export const step = () => (!pending && state.step) || "find";
/** What the signs in a sentence stand for; nothing before the board has spoken. */
export const named = (sign: string): string | undefined =>
  ({ $: state.device, "^": state.ap, "@": state.local, "~": net })[sign];

function learn(before: State) {
  const { boot, id, state: what, reason, rssi, typed } = state;
  const reboot = before.boot && before.boot != boot;
  net = state.net || net;
  if (reboot) {
    restarted = restarted || pending || before.state == "busy";
    pending = false;
    form = undefined;
  }
  if (pending && what != "busy") {
    if (unsure && (before.state == what || !own()) && resends++ < RESENDS) return post();
    if (what == "idle" && now() - since < SILENT) return;
  }
  const news = pending || reboot || before.state != what || before.id != id;
  if (news && !pending) since = now();
  pending = false;
  if (!news || what == "idle") return;
  choosing = restarted = false;
  form = undefined;
  if (what == "failed" && reason == "password")
    form = {
      id: typed ? "" : id!,
      name: net!,
      password: own() ? attempt!.password : "",
      shown: true,
      fault: [KEY.wrong, rssi! < -80 && [" ", KEY.wrong_weak]],
      field: 1,
    };
}

function post() {
  const { id, name, password } = attempt!;
  const answered = (status: number, answer: any) => {
    // Another phone was first: the next answer tells, also if that is "idle" again.
    if (status == 409) since = 0;
    unsure = status != 202 && status != 409;
    if (status == 400) {
      pending = false;
      form = { ...attempt!, fault: answer.message, field: +(answer.field != "ssid") };
    }
  };
  net = name;
  pending = true;
  since = now();
  request("connect", answered, { [id ? "id" : "ssid"]: id || name, password });
}

function start(chosen: Form) {
  attempt = chosen;
  form = undefined;
  choosing = restarted = false;
  resends = 0;
  post();
}

export function screen() {
  const { state: what, boot, lost } = state;
  if (offline) return OFFLINE;
  if (!boot) return finish ? FINISHED : silence() < UNREACHABLE ? OPENING : CHOOSE;
  if (trying()) return silence() < GONE ? CONNECTING : LOST;
  if (restarted) return RESTARTED;
  if (form) return FORM;
  if (choosing || what == "idle") return CHOOSE;
  if (what == "failed") return FAILED;
  return ended() || left() < 0 ? FINISHED : lost ? WAS : UP;
}

export function choose(network: Network) {
  form = { ...network, password: "" };
}

export function other() {
  form = { id: "", name: "", password: "" };
}

/** To the list, from wherever. */
export function back() {
  form = undefined;
  choosing = true;
  restarted = false;
}

/** Connect was pressed: says what is wrong, or starts. */
export function submit(name: string, password: string) {
  form = checked({ ...form!, name: form!.id ? form!.name : name, password });
  if (!form.fault) start(form);
}

/** Once more with what was used last; a page that has forgotten it asks for it. */
export function again() {
  const { id, typed } = state;
  const row = full.networks.find((network) => network.id == id);
  form = own() || { ...row, id: typed ? "" : id!, name: net!, password: "" };
  if (own() || state.state == "up") start(form);
}

export function rescan() {
  state.scanning = true;
  request("scan", () => {}, {});
}

export function cancel() {
  since = now();
  request("cancel", () => {}, {});
}

export function leave() {
  request("offline", (status) => (offline = status == 202), {});
}
