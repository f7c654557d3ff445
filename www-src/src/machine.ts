/**
 * What the page knows, and which screen that makes. It never sees the DOM or a timer: requests
 * leave by `send`, time comes from `now`, and `tick` is called a few times a second.
 *
 * The truth is on the board. Only three things are the page's own: which form is open, what was
 * typed there, and for how long the board has been silent.
 */
import type { Form, Network, Send, State } from "./types";

/** The screens, by their numbers in docs/page.md. */
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
export const GONE = 60e3;
/** No way to stop in the first seconds, when a tap would be a slip. */
export const STOP = 5e3;
/** Timers that were this late have slept, and the board gets a moment before silence counts. */
export const SLEPT = 5e3;
export const WAKING = 3e3;
/** A connect that may have been lost is sent again, this often. */
export const RESENDS = 3;

/** The board's last word; nothing before the first. */
export let state = { boot: "" } as State;
/** The last one with everything in it. */
export let full = { networks: [] as Network[], look: {} } as State;
/** What FORM shows. */
export let form: Form | undefined;

let send: Send;
let now: () => number;
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
let waiting = false;
let turn = 0;
let next = 0;
let heard = 0;
let ticked = 0;
let woke = 0;

/** `finished`: the page was reached by its Finish button, a full navigation. */
export function begin(sender: Send, clock: () => number, finished: boolean) {
  send = sender;
  now = clock;
  finish = finished;
  heard = ticked = now();
  tick();
}

const trying = () => pending || state.state == "busy";
const stale = () => full.boot != state.boot || full.scan != state.scan;
const ended = () => offline || (state.state == "up" && (finish || !!state.finishing));
/** The board speaks of the network that this page asked for. */
const own = () => attempt && attempt.name == state.net && attempt;

/** Milliseconds since the board's last word, by the clock: timers sleep when the phone does. */
export const silence = () => (now() - woke < WAKING ? 0 : now() - heard);
/** Another phone's attempt is running. */
export const watching = () => !pending && !state.mine;
export const stoppable = () => !watching() && now() - since >= STOP;
export const step = () => (!pending && state.step) || "find";
/** What the signs in a sentence stand for; nothing before the board has spoken. */
export const named = (sign: string): string | undefined =>
  ({
    $: state.device,
    "^": state.ap,
    "@": state.local,
    "~": net,
  })[sign];
/** Seconds until the board finishes by itself. */
export const left = () => (state.left || Infinity) - Math.floor((now() - heard) / 1e3);

/** Sends, and forgets the answer to whatever was sent before. */
function request(
  path: string,
  done: (status: number, answer: any) => unknown,
  body?: unknown,
) {
  const mine = ++turn;
  waiting = true;
  send("/v1/" + path, body, (status, answer) => {
    if (mine != turn) return;
    waiting = false;
    next = 0;
    done(status, answer);
    tick();
  });
}

function ask() {
  request("state" + (stale() ? "?full=1" : ""), (_, answer) => {
    // An answer cut short is no answer.
    if (answer && answer.boot) {
      learn(answer);
      if (stale()) return;
    }
    if (!waiting)
      next = now() + (trying() || state.scanning || stale() ? (silence() < GONE ? 1e3 : 5e3) : 3e3);
  });
}

function learn(answer: State) {
  const before = state;
  const reboot = before.boot && before.boot != answer.boot;
  state = answer;
  net = answer.net || net;
  heard = now();
  if (answer.networks) full = answer;
  if (reboot) {
    restarted = restarted || pending || before.state == "busy";
    pending = false;
    form = undefined;
  }
  if (pending && answer.state != "busy") {
    if (unsure && !own() && resends++ < RESENDS) return post();
    if (answer.state == "idle" && now() - since < SILENT) return;
  }
  const news = pending || reboot || before.state != answer.state || before.id != answer.id;
  if (news && !pending) since = now();
  pending = false;
  if (!news || answer.state == "idle") return;
  choosing = restarted = false;
  form = undefined;
  if (answer.state == "failed" && answer.reason == "password")
    form = {
      id: answer.typed ? "" : answer.id!,
      name: answer.net!,
      password: own() ? attempt!.password : "",
      fault: [KEY.wrong, answer.rssi! < -80 && [" ", KEY.wrong_weak]],
      field: 1,
    };
}

function post() {
  const { id, name, password } = attempt!;
  net = name;
  pending = true;
  since = now();
  const answered = (status: number, answer: any) => {
    // Another phone was first: the next answer tells, also if that is "idle" again.
    if (status == 409) since = 0;
    unsure = status != 202 && status != 409;
    if (status == 400) {
      pending = false;
      form = { ...attempt!, fault: answer.message, field: +(answer.field != "ssid") };
    }
  };
  request(
    "connect",
    answered,
    id ? { id, password } : { ssid: name, password },
  );
}

function start(chosen: Form) {
  attempt = chosen;
  form = undefined;
  choosing = restarted = false;
  heard = now();
  resends = 0;
  post();
}

export function tick() {
  const time = now();
  if (time - ticked > SLEPT) wake();
  ticked = time;
  if (!waiting && time >= next && !ended()) ask();
}

/** The page is looked at again, after its timers may have slept: ask, then judge. */
function wake() {
  woke = ticked = now();
  waiting = waiting && pending;
  next = 0;
  tick();
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
export function submit(typed: string, password: string) {
  const { id, name, lock, saved } = form!;
  const bytes = (text: string) => new Blob([text]).size;
  const length = bytes(password);
  const misnamed = !id && (!typed ? KEY.name_enter : bytes(typed) > 32 && KEY.name_long);
  const fault =
    misnamed ||
    (length
      ? length < 8
        ? KEY.short
        : length > 63 && !/^[\da-f]{64}$/i.test(password) && KEY.long
      : id && lock != "none" && !saved && KEY.enter);
  form = { ...form!, name: id ? name : typed, password, fault, field: misnamed ? 0 : 1 };
  if (!fault) start(form);
}

/** Once more with what was used last; a page that has forgotten it asks for it. */
export function again() {
  const { id, net, typed } = state;
  const row = full.networks.find((network) => network.id == id);
  form = own() || { ...row, id: typed ? "" : id!, name: net!, password: "" };
  if (own() || state.state == "up") start(form);
}

/** Asks once more, and gives the board time to answer. */
export function touch() {
  heard = now();
  wake();
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
