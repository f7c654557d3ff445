/**
 * The line to the board: asks it again and again, keeps its last word, and knows for how long it
 * has been silent. It never sees a timer: time comes from `now`, and `tick` is called a few times
 * a second. What the answers mean is not known here.
 */
import type { Network, Send, State } from "./types";

// All in milliseconds.
/** Timers that were this late have slept, and the board gets a moment before silence counts. */
export const SLEPT = 5e3;
export const WAKING = 3e3;
/** Silence after which it is asked less often. */
export const GONE = 60e3;

/** The board's last word; nothing before the first. */
export let state = { boot: "" } as State;
/** The last one with everything in it. */
export let full = { networks: [] as Network[], look: {} } as State;
export let now: () => number;

let send: Send;
let hear: (before: State) => number;
/** 1 for an answer, 2 for that to an order. */
let waiting = 0;
let turn = 0;
let next = 0;
let heard = 0;
let ticked = 0;
let woke = 0;

/** `hears(before)` is called after each answer, and says how long to wait before the next. */
export function open(sender: Send, clock: () => number, hears: (before: State) => number) {
  send = sender;
  now = clock;
  hear = hears;
  heard = ticked = now();
  tick();
}

const stale = () => full.boot != state.boot || full.scan != state.scan;

/** Milliseconds since the board's last word, by the clock: timers sleep when the phone does. */
export const silence = () => (now() - woke < WAKING ? 0 : now() - heard);

/** Seconds until the board finishes by itself. */
export const left = () => (state.left || Infinity) - Math.floor((now() - heard) / 1e3);

/**
 * Sends, and forgets the answer to whatever was sent before; then asks what came of it. `body` makes
 * it an order, from which silence counts anew.
 */
export function request(
  path: string,
  done: (status: number, answer: any) => unknown,
  body?: unknown,
) {
  const mine = ++turn;
  waiting = body ? 2 : 1;
  if (body) heard = now();
  send("/v1/" + path, body, (status, answer) => {
    if (mine != turn) return;
    waiting = 0;
    next = 0;
    done(status, answer);
    tick();
  });
}

function ask() {
  request("state" + (stale() ? "?full=1" : ""), (_, answer) => {
    let pause = silence() < GONE ? 1e3 : 5e3;
    // An answer cut short is no answer.
    if (answer && answer.boot) {
      const before = state;
      state = answer;
      heard = now();
      if (answer.networks) full = answer;
      pause = hear(before);
      if (stale()) return;
    }
    if (!waiting) next = now() + pause;
  });
}

export function tick() {
  const time = now();
  if (time - ticked > SLEPT) wake();
  ticked = time;
  if (!waiting && time >= next) ask();
}

/** After its timers have slept: ask, then judge. An order that is under way is waited for. */
function wake() {
  woke = ticked = now();
  if (waiting < 2) waiting = 0;
  next = 0;
  tick();
}

/** Asks once more, and gives the board time to answer. */
export function touch() {
  heard = now();
  wake();
}
