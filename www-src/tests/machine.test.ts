/** The machine against a board and a clock of paper. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Network, State } from "../src/types";

type Machine = typeof import("../src/machine");

const MAPLE: Network = { id: "4d61", name: "Maple", strength: 90, lock: "wpa", saved: false };
const SAVED: Network = { id: "5361", name: "Saved", strength: 50, lock: "wpa", saved: true };
const CAFE: Network = { id: "4361", name: "Café", strength: 70, lock: "none", saved: false };

const IDLE: State = {
  boot: "b1",
  device: "Lamp",
  ap: "Lamp setup",
  local: "http://lamp.local/",
  state: "idle",
  mine: true,
  scan: 1,
  scanning: false,
  networks: [MAPLE, SAVED, CAFE],
  look: {},
};
const ABOUT_MAPLE = { id: MAPLE.id, net: MAPLE.name };
const BUSY = { ...ABOUT_MAPLE, state: "busy", step: "find" } as const;
const FAILED = { ...ABOUT_MAPLE, state: "failed", reason: "address", rssi: -50 } as const;
const WRONG = { ...FAILED, reason: "password" } as const;
const UP = { ...ABOUT_MAPLE, state: "up", fresh: true, addresses: [], left: null } as const;

let m: Machine;
let time: number;
/** What the board says; undefined: nothing gets through. */
let board: State | undefined;
/** The status of the next POSTs. */
let posts: number;
let requests: { path: string; body: any }[];
/** Requests that wait for their eight seconds. */
let lost: { at: number; done: (status: number, answer: any) => void }[];

function send(path: string, body: any, done: (status: number, answer: any) => void) {
  requests.push({ path, body });
  if (!board) return void lost.push({ at: time + 8000, done });
  const { networks, ...rest } = board;
  const answer = path.includes("full") ? board : rest;
  Promise.resolve().then(() => (body ? done(posts, { message: "No." }) : done(200, answer)));
}

/** The clock runs, in half seconds as the page's own does. */
async function pass(seconds: number) {
  for (const end = time + seconds * 1000; time < end; ) {
    time += 500;
    for (const late of lost.filter(({ at }) => at <= time)) late.done(0, null);
    lost = lost.filter(({ at }) => at > time);
    m.tick();
    await settle();
  }
}

/** Lets the answers arrive. */
async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

async function says(state: Partial<State>) {
  board = { ...IDLE, ...board, ...state };
  await pass(4);
}

async function begin(state: Partial<State> = {}, finish = false) {
  board = { ...IDLE, ...state };
  m.begin(send, () => time, finish);
  await settle();
}

const posted = (path: string) => requests.filter((request) => request.path == "/v1/" + path);
const asked = () => requests.filter((request) => request.path.startsWith("/v1/state"));

/** Connects to a network of the list. */
async function connect(network: Network, password: string) {
  m.choose(network);
  m.submit("", password);
  await settle();
}

beforeEach(async () => {
  vi.resetModules();
  m = await import("../src/machine");
  time = 1_000_000;
  board = IDLE;
  posts = 202;
  requests = [];
  lost = [];
});

describe("opening", () => {
  test("the first request is for everything, later ones are not", async () => {
    await begin();
    expect(requests.map(({ path }) => path)).toEqual(["/v1/state?full=1"]);
    await pass(4);
    expect(requests.slice(1).map(({ path }) => path)).toEqual(["/v1/state"]);
    expect(m.screen()).toBe(m.CHOOSE);
  });

  test("without an answer it is the opening screen for eight seconds, then the list", async () => {
    board = undefined;
    m.begin(send, () => time, false);
    await pass(7.5);
    expect(m.screen()).toBe(m.OPENING);
    await pass(0.5);
    expect(m.screen()).toBe(m.CHOOSE);
    expect(m.silence()).toBeGreaterThanOrEqual(m.UNREACHABLE);
    expect(m.state.boot).toBe("");
  });

  test("Try again goes back to waiting, and an answer opens the list", async () => {
    board = undefined;
    m.begin(send, () => time, false);
    await pass(9);
    m.touch();
    expect(m.screen()).toBe(m.OPENING);
    board = IDLE;
    await pass(9);
    expect(m.silence()).toBeLessThan(m.UNREACHABLE);
    expect(m.full.networks).toHaveLength(3);
  });

  test.each([
    [{}, "CHOOSE"],
    [BUSY, "CONNECTING"],
    [FAILED, "FAILED"],
    [UP, "UP"],
    [{ ...UP, lost: true }, "WAS"],
    [{ ...UP, finishing: true }, "FINISHED"],
  ] as const)("shows where the board is: %o", async (state, screen) => {
    await begin(state);
    expect(m.screen()).toBe(m[screen]);
  });

  test("after a reload a wrong password is asked for again, its field empty", async () => {
    await begin(WRONG);
    expect(m.screen()).toBe(m.FORM);
    expect(m.form).toMatchObject({ id: MAPLE.id, name: "Maple", password: "" });
  });
});

describe("the list", () => {
  test("is fetched again when a scan has ended, and is never empty meanwhile", async () => {
    await begin();
    m.rescan();
    expect(m.state.scanning).toBe(true);
    board = { ...IDLE, scanning: true };
    await pass(1);
    expect(m.full.networks).toHaveLength(3);
    board = { ...IDLE, scan: 2, networks: [MAPLE] };
    await pass(1.5);
    expect(m.full.networks).toHaveLength(1);
    expect(asked().filter(({ path }) => path.includes("full"))).toHaveLength(2);
    expect(posted("scan")).toHaveLength(1);
  });

  test("complains of an unreachable board after eight seconds, not after a scan's three", async () => {
    await begin();
    board = undefined;
    await pass(7.5);
    expect(m.silence()).toBeLessThan(m.UNREACHABLE);
    await pass(3);
    expect(m.silence()).toBeGreaterThanOrEqual(m.UNREACHABLE);
    expect(m.screen()).toBe(m.CHOOSE);
  });
});

describe("the form", () => {
  test.each([
    ["", KEY.enter],
    ["short", KEY.short],
    ["x".repeat(64), KEY.long],
    ["ü".repeat(32), KEY.long],
  ])("refuses the password %j", async (password, fault) => {
    await begin();
    await connect(MAPLE, password);
    expect(m.form).toMatchObject({ fault, field: 1, password });
    expect(m.screen()).toBe(m.FORM);
    expect(posted("connect")).toEqual([]);
  });

  test.each(["x".repeat(8), "x".repeat(63), "0aF1".repeat(16), "üüüü"])(
    "takes the password %j",
    async (password) => {
      await begin();
      await connect(MAPLE, password);
      expect(posted("connect")[0].body).toEqual({ id: MAPLE.id, password });
      expect(m.screen()).toBe(m.CONNECTING);
    },
  );

  test("takes no password for a saved and for an open network", async () => {
    await begin();
    await connect(SAVED, "");
    expect(posted("connect")[0].body).toEqual({ id: SAVED.id, password: "" });
    await says({ state: "idle" });
    await connect(CAFE, "");
    expect(posted("connect")[1].body).toEqual({ id: CAFE.id, password: "" });
  });

  test.each([
    ["", "", KEY.name_enter, 0],
    ["ü".repeat(17), "", KEY.name_long, 0],
    ["Hidden", "short", KEY.short, 1],
  ])("refuses the name %j with the password %j", async (name, password, fault, field) => {
    await begin();
    m.other();
    m.submit(name, password);
    expect(m.form).toMatchObject({ fault, field, name, password });
  });

  test("sends a typed name as text, with or without a password", async () => {
    await begin();
    m.other();
    m.submit(" Hidden ", "");
    expect(posted("connect")[0].body).toEqual({ ssid: " Hidden ", password: "" });
  });

  test("keeps what was typed when the board refuses it, with the board's sentence", async () => {
    await begin();
    posts = 400;
    await connect(MAPLE, "longenough");
    expect(m.screen()).toBe(m.FORM);
    expect(m.form).toMatchObject({ fault: "No.", password: "longenough" });
  });
});

describe("connecting", () => {
  test("follows the board's steps to the end", async () => {
    await begin();
    await connect(MAPLE, "longenough");
    for (const step of ["find", "join", "address"] as const) {
      await says({ ...BUSY, step });
      expect([m.screen(), m.step()]).toEqual([m.CONNECTING, step]);
    }
    await says(UP);
    expect(m.screen()).toBe(m.UP);
  });

  test("a double tap is one attempt", async () => {
    await begin();
    m.choose(MAPLE);
    m.submit("", "longenough");
    expect(m.form).toBeUndefined();
    await settle();
    expect(posted("connect")).toHaveLength(1);
  });

  test("can be stopped after five seconds, once in five seconds, and only by whose it is", async () => {
    await begin();
    await connect(MAPLE, "longenough");
    board = { ...IDLE, ...BUSY };
    await pass(4.5);
    expect(m.stoppable()).toBe(false);
    await pass(1);
    expect(m.stoppable()).toBe(true);
    m.cancel();
    expect(m.stoppable()).toBe(false);
    await settle();
    expect(posted("cancel")).toHaveLength(1);
    await says({ state: "idle" });
    expect(m.screen()).toBe(m.CHOOSE);
  });

  test("tells silence after 3, 20 and 60 seconds, by the clock", async () => {
    await begin(BUSY);
    board = undefined;
    await pass(2.5);
    expect(m.silence()).toBeLessThan(m.SILENT);
    await pass(1);
    expect(m.silence()).toBeGreaterThanOrEqual(m.SILENT);
    await pass(17);
    expect(m.silence()).toBeGreaterThanOrEqual(m.REJOIN);
    await pass(39);
    expect(m.screen()).toBe(m.CONNECTING);
    await pass(2);
    expect(m.screen()).toBe(m.LOST);
    const before = requests.length;
    await pass(60);
    expect(requests.length - before).toBeLessThanOrEqual(6);
    board = { ...IDLE, ...UP };
    await pass(14);
    expect(m.screen()).toBe(m.UP);
  });

  test("a phone that slept asks before it judges", async () => {
    await begin(BUSY);
    time += 600_000;
    const before = asked().length;
    m.tick();
    expect(asked().length).toBe(before + 1);
    expect(m.screen()).toBe(m.CONNECTING);
    await settle();
    expect(m.silence()).toBe(0);
  });

  test("a phone that slept and cannot reach the board says so after three seconds", async () => {
    await begin(BUSY);
    board = undefined;
    time += 600_000;
    await pass(2.5);
    expect(m.screen()).toBe(m.CONNECTING);
    await pass(1);
    expect(m.screen()).toBe(m.LOST);
  });

  test("an answer to an older question changes nothing", async () => {
    await begin();
    await pass(2);
    const late: any[] = [];
    board = undefined;
    await pass(1);
    late.push(...lost);
    board = IDLE;
    await connect(MAPLE, "longenough");
    late.forEach(({ done }) => done(200, { ...IDLE, ...FAILED }));
    expect(m.screen()).toBe(m.CONNECTING);
  });

  test("a connect that got lost is sent again when the board is back", async () => {
    await begin();
    board = undefined;
    m.choose(MAPLE);
    m.submit("", "longenough");
    await pass(7.5);
    board = IDLE;
    await pass(3);
    expect(posted("connect")).toHaveLength(2);
    expect(m.screen()).toBe(m.CONNECTING);
  });

  test("a second connect that got lost is sent again: what failed is the first", async () => {
    await begin();
    await connect(MAPLE, "wrongwrong");
    await says(BUSY);
    await says(WRONG);
    board = undefined;
    m.submit("", "longenough");
    await pass(7.5);
    board = { ...IDLE, ...WRONG };
    await pass(1);
    expect(posted("connect").map(({ body }) => body.password)).toEqual([
      "wrongwrong",
      "longenough",
      "longenough",
    ]);
  });

  test("a connect whose answer got lost is not sent twice", async () => {
    await begin();
    board = undefined;
    m.choose(MAPLE);
    m.submit("", "longenough");
    await pass(8);
    board = { ...IDLE, ...BUSY };
    await pass(3);
    expect(posted("connect")).toHaveLength(1);
  });

  test("a board that never begins gives the list back", async () => {
    await begin();
    await connect(MAPLE, "longenough");
    await pass(2);
    expect(m.screen()).toBe(m.CONNECTING);
    await pass(3);
    expect(m.screen()).toBe(m.CHOOSE);
  });
});

describe("failure", () => {
  test("of the password brings the form back, filled", async () => {
    await begin();
    await connect(MAPLE, "wrongwrong");
    await says(BUSY);
    await says({ ...WRONG, rssi: -85 });
    expect(m.screen()).toBe(m.FORM);
    expect(m.form).toMatchObject({ id: MAPLE.id, password: "wrongwrong", field: 1 });
    expect(m.form!.fault).toEqual([KEY.wrong, [" ", KEY.wrong_weak]]);
  });

  test("the same wrong password once more is news", async () => {
    await begin();
    await connect(MAPLE, "wrongwrong");
    await says(WRONG);
    m.submit("", "wrongagain");
    await settle();
    await pass(1);
    expect(m.form).toMatchObject({ password: "wrongagain", field: 1 });
    expect(posted("connect")).toHaveLength(2);
  });

  test("of a typed name's password brings both fields back", async () => {
    await begin();
    m.other();
    m.submit("Maple", "wrongwrong");
    await settle();
    await says({ ...WRONG, typed: true });
    expect(m.form).toMatchObject({ id: "", name: "Maple", password: "wrongwrong" });
  });

  test("can be tried again with one tap", async () => {
    await begin();
    await connect(MAPLE, "longenough");
    await says(FAILED);
    m.again();
    await settle();
    expect(posted("connect").map(({ body }) => body.password)).toEqual(["longenough", "longenough"]);
  });

  test("asks for the password again if the page has forgotten it", async () => {
    await begin(FAILED);
    m.again();
    expect(posted("connect")).toEqual([]);
    expect(m.form).toMatchObject({ id: MAPLE.id, lock: "wpa", password: "" });
  });

  test("can be left for the list, and the list stays", async () => {
    await begin(FAILED);
    m.back();
    await pass(20);
    expect(m.screen()).toBe(m.CHOOSE);
  });

  test("a form that is being filled stays while the board says nothing new", async () => {
    await begin(FAILED);
    m.back();
    m.choose(SAVED);
    await pass(20);
    expect(m.screen()).toBe(m.FORM);
  });
});

describe("a restart", () => {
  test("in mid attempt is told, and the list is one tap away", async () => {
    await begin();
    await connect(MAPLE, "longenough");
    await says(BUSY);
    board = { ...IDLE, boot: "b2" };
    await pass(2);
    expect(m.screen()).toBe(m.RESTARTED);
    expect(m.named("~")).toBe("Maple");
    await pass(20);
    expect(m.screen()).toBe(m.RESTARTED);
    m.back();
    expect(m.screen()).toBe(m.CHOOSE);
    expect(asked().filter(({ path }) => path.includes("full"))).toHaveLength(2);
  });

  test("at any other time is not", async () => {
    await begin();
    board = { ...IDLE, boot: "b2" };
    await pass(4);
    expect(m.screen()).toBe(m.CHOOSE);
  });
});

describe("a second phone", () => {
  const THEIRS = { ...BUSY, mine: false };

  test("that came too late watches", async () => {
    await begin();
    posts = 409;
    board = { ...IDLE, ...THEIRS };
    await connect(MAPLE, "longenough");
    expect(m.screen()).toBe(m.CONNECTING);
    expect(m.watching()).toBe(true);
    await pass(30);
    expect(m.stoppable()).toBe(false);
    expect(posted("connect")).toHaveLength(1);
  });

  test("watches from its list, and sees the end", async () => {
    await begin();
    await says(THEIRS);
    expect(m.screen()).toBe(m.CONNECTING);
    await says({ ...UP, mine: false });
    expect(m.screen()).toBe(m.UP);
  });

  test("gets its list back when the other one stops", async () => {
    await begin(THEIRS);
    await says({ state: "idle", mine: true });
    expect(m.screen()).toBe(m.CHOOSE);
  });
});

describe("the end", () => {
  test("comes by itself when the time is up", async () => {
    await begin({ ...UP, left: 42 });
    expect(m.left()).toBe(42);
    board = undefined;
    await pass(10);
    expect(m.left()).toBe(32);
    await pass(40);
    expect(m.screen()).toBe(m.FINISHED);
  });

  test("after Finish the names are asked for once", async () => {
    await begin(UP, true);
    expect(m.screen()).toBe(m.FINISHED);
    await pass(30);
    expect(asked()).toHaveLength(1);
  });

  test("a page of the Finish button that is opened later shows where the board is", async () => {
    await begin({}, true);
    expect(m.screen()).toBe(m.CHOOSE);
  });

  test("a page of the Finish button without an answer says that it can be closed", async () => {
    board = undefined;
    m.begin(send, () => time, true);
    await pass(70);
    expect(m.screen()).toBe(m.FINISHED);
  });

  test("another network can be chosen when one is up", async () => {
    await begin(UP);
    m.back();
    await pass(10);
    expect(m.screen()).toBe(m.CHOOSE);
    await connect(SAVED, "");
    await says({ ...UP, id: SAVED.id, net: SAVED.name });
    expect(m.screen()).toBe(m.UP);
  });

  test("a lost network is tried again with what is saved", async () => {
    await begin({ ...UP, lost: true });
    m.again();
    await settle();
    expect(posted("connect")[0].body).toEqual({ id: MAPLE.id, password: "" });
  });

  test("without Wi-Fi it is over, if the board allows it", async () => {
    await begin();
    posts = 403;
    m.leave();
    await settle();
    expect(m.screen()).toBe(m.CHOOSE);
    posts = 202;
    m.leave();
    await settle();
    expect(m.screen()).toBe(m.OFFLINE);
    await pass(1);
    const before = requests.length;
    await pass(30);
    expect(requests).toHaveLength(before);
  });
});
