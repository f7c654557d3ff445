/**
 * What the page knows and which screen that makes. It never sees the DOM or a timer:
 * requests go out by `send`, time comes from `now`, and `tick` is called a few times a second.
 *
 * The truth is on the board. Only three things are the page's own: which form is open, what was
 * typed there, and how long the board has been silent.
 */
import type { Form, Network, Screen, Send, State } from "./types";

const SECOND = 1000;
/** A scan makes the board deaf for seconds, so the list waits this long before it complains. */
const UNREACHABLE = 8 * SECOND;
const SILENT = 3 * SECOND;
const REJOIN = 20 * SECOND;
const LOST = 60 * SECOND;
/** No way to stop in the first seconds, when a tap would be a slip. */
const STOP = 5 * SECOND;
/** After a sleep, the time in which the board may answer before silence is believed. */
const WAKING = 3 * SECOND;
const RESENDS = 3;

interface Attempt {
  form: Form;
  body: { id?: string; ssid?: string; password: string; hidden?: boolean };
}

export type Machine = ReturnType<typeof createMachine>;

const bytes = (text: string) => new TextEncoder().encode(text).length;

/** The first thing wrong with what was typed, or undefined. */
function faultOf(form: Form): Pick<Form, "fault" | "field"> | undefined {
  const length = bytes(form.password);
  if (!form.id) {
    if (!form.name) return { fault: KEY.name_enter, field: "ssid" };
    if (bytes(form.name) > 32) return { fault: KEY.name_long, field: "ssid" };
  }
  const fault = !length
    ? form.id && form.lock != "none" && !form.saved && KEY.enter
    : length < 8
      ? KEY.short
      : length > 63 && !/^[0-9a-f]{64}$/i.test(form.password) && KEY.long;
  return fault ? { fault, field: "password" } : undefined;
}

/** `finish`: the page was reached by the Finish button, a full navigation. */
export function createMachine(send: Send, now: () => number, finish: boolean) {
  let state: State | undefined;
  let extras: Partial<State> = {};
  let form: Form | undefined;
  let attempt: Attempt | undefined;
  /** The list is wanted although the board is in `failed` or `up`. */
  let choosing = false;
  /** A connect was sent, and nothing heard yet of how it goes. */
  let pending = false;
  /** That connect may have been lost on its way. */
  let unsure = false;
  let resends = 0;
  let posted = 0;
  let since = 0;
  let cancelling = false;
  let restarted = false;
  let withoutWifi = false;
  let stale = true;
  let waiting = false;
  let turn = 0;
  let next = 0;
  let heard = now();
  let ticked = heard;
  let woke = -WAKING;

  const trying = () => pending || state?.state == "busy";
  const ended = () => withoutWifi || (state?.state == "up" && (finish || state.finishing));

  const pause = () =>
    trying()
      ? now() - heard < LOST
        ? SECOND
        : 5 * SECOND
      : state?.state == "up"
        ? 2 * SECOND
        : state && !state.scanning && !stale
          ? 3 * SECOND
          : SECOND;

  /** A request whose answer counts only while no newer one was sent. */
  function request(
    method: "GET" | "POST",
    path: string,
    body: unknown,
    done: (status: number, answer?: any) => void,
  ) {
    const mine = ++turn;
    waiting = true;
    send(method, "/v1/" + path, body, (status, answer) => {
      if (mine != turn) return;
      waiting = false;
      done(status, answer);
    });
  }

  function ask() {
    request("GET", stale ? "state?full=1" : "state", undefined, (status, answer) => {
      if (status == 200) learn(answer);
      next = now() + pause();
    });
  }

  /** Sends an order and then asks at once what came of it. */
  function order(path: string, body: unknown, done: (status: number, answer?: any) => void) {
    request("POST", path, body, (status, answer) => {
      done(status, answer);
      next = 0;
      tick();
    });
  }

  function learn(answer: State) {
    const before = state;
    const reboot = !!before && before.boot != answer.boot;
    heard = now();
    state = answer;
    if (answer.networks) {
      extras = answer;
      stale = false;
    } else if (reboot || answer.scan != extras.scan) stale = true;
    if (reboot) {
      if (pending || before.state == "busy") restarted = true;
      pending = false;
      form = undefined;
    }
    if (pending && unsure && answer.state != "busy" && !isAttempt() && resends++ < RESENDS)
      return post();
    if (pending && answer.state == "idle" && now() - posted < SILENT) return;
    const news =
      pending || reboot || !before || before.state != answer.state || before.id != answer.id;
    if (answer.state == "busy" && !pending && news) since = now();
    pending = false;
    if (!news || answer.state == "idle") return;
    choosing = restarted = false;
    form = answer.state == "failed" && answer.reason == "password" ? wrong(answer) : undefined;
  }

  /** The network that the board speaks of is the one this page asked for. */
  const isAttempt = () =>
    attempt && (attempt.form.id ? attempt.form.id == state?.id : attempt.form.name == state?.net);

  const wrong = (answer: State): Form => ({
    id: answer.typed ? undefined : answer.id,
    name: answer.net!,
    lock: "wpa",
    saved: false,
    password: isAttempt() ? attempt!.form.password : "",
    fault: KEY.wrong,
    field: "password",
    weak: typeof answer.rssi == "number" && answer.rssi < -80,
  });

  function post() {
    pending = true;
    unsure = false;
    posted = now();
    order("connect", attempt!.body, (status, answer) => {
      if (status == 400) {
        pending = false;
        form = { ...attempt!.form, ...answer };
      }
      // Another phone was first: the next answer tells, also if that is "idle" again.
      else if (status == 409) posted = 0;
      else unsure = status != 202;
    });
  }

  function start(chosen: Form) {
    const { id, name, password } = chosen;
    attempt = { form: chosen, body: id ? { id, password } : { ssid: name, password, hidden: true } };
    form = undefined;
    choosing = restarted = cancelling = false;
    since = heard = now();
    resends = 0;
    post();
  }

  function open(network: Network) {
    const { id, name, lock, saved } = network;
    form = { id, name, lock, saved, password: "" };
  }

  function tick() {
    const time = now();
    if (time - ticked > 5 * SECOND) wake();
    ticked = time;
    if (!waiting && time >= next && !ended()) ask();
  }

  /** The page is looked at again: timers may have slept, so ask before judging the silence. */
  function wake() {
    woke = ticked = now();
    if (!pending) waiting = false;
    next = 0;
    tick();
  }

  function screen(): Screen {
    const time = now();
    const silence = time - woke < WAKING ? 0 : time - heard;
    if (withoutWifi) return { name: "offline" };
    if (!state)
      return finish
        ? { name: "finished" }
        : silence < UNREACHABLE
          ? { name: "opening" }
          : { name: "choose", unreachable: true };
    if (trying()) {
      if (silence >= LOST) return { name: "lost" };
      const watching = !pending && !state.mine;
      return {
        name: "connecting",
        step: (!pending && state.step) || "find",
        watching,
        stop: !watching && !cancelling && time - since >= STOP,
        silence: silence < SILENT ? 0 : silence < REJOIN ? 1 : 2,
      };
    }
    if (restarted) return { name: "restarted" };
    if (form) return { name: "form", form };
    if (!choosing && state.state == "failed") return { name: "failed" };
    if (!choosing && state.state == "up") {
      const seconds = state.left == null ? null : state.left - Math.floor((time - heard) / SECOND);
      if (ended() || (seconds != null && seconds < 0)) return { name: "finished" };
      return { name: "up", seconds: seconds != null && seconds <= 60 ? seconds : null };
    }
    return { name: "choose", unreachable: silence >= UNREACHABLE };
  }

  return {
    tick,
    wake,
    screen,
    state: () => state,
    extras: () => extras,
    /** The name of the network that an attempt is about. */
    net: () => (pending ? attempt!.form.name : state?.net),

    choose(network: Network) {
      if (network.lock == "none" || network.lock == "wpa") open(network);
    },
    other() {
      form = { name: "", lock: "wpa", saved: false, password: "" };
    },
    /** To the list, from wherever. */
    back() {
      form = undefined;
      choosing = true;
      restarted = false;
    },
    submit(name: string, password: string) {
      if (!form) return;
      const filled = { ...form, password, name: form.id ? form.name : name };
      const fault = faultOf(filled);
      if (fault) form = { ...filled, ...fault };
      else start(filled);
    },
    /** Once more with what was used last; without it, with what the board has saved. */
    again() {
      const { id, net } = state!;
      const known = extras.networks?.find((network) => network.id == id);
      if (isAttempt()) start(attempt!.form);
      else if (state!.state == "up" || known?.saved || known?.lock == "none")
        start({ id, name: net!, lock: "wpa", saved: true, password: "" });
      else if (known) open(known);
      else form = { name: net!, lock: "wpa", saved: false, password: "" };
    },
    /** Asks once more, and gives the board time to answer. */
    touch() {
      heard = now() - (trying() ? REJOIN : 0);
      wake();
      woke = -WAKING;
    },
    rescan() {
      state!.scanning = true;
      order("scan", {}, () => {});
    },
    cancel() {
      cancelling = true;
      order("cancel", {}, () => (cancelling = false));
    },
    offline() {
      order("offline", {}, (status) => (withoutWifi = status == 202));
    },
  };
}
