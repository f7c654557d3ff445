/** What the board says (`GET /v1/state`, docs/api.md) and what the page draws. No code here. */

export type Lock = "none" | "wpa" | "company" | "old";
export type Step = "find" | "join" | "address";

export interface Network {
  /** The name's bytes as hex: what goes back to the board, exact whatever the text shows. */
  id: string;
  name: string;
  /** 0 to 100. */
  strength: number;
  lock: Lock;
  saved: boolean;
}

export interface Look {
  accent?: string | null;
  logo?: string | null;
  sentence?: string | null;
}

export interface State {
  /** Random for each start of the board: another one means that it restarted. */
  boot: string;
  device: string;
  ap: string;
  local: string;
  state: "idle" | "busy" | "up" | "failed";
  mine: boolean;
  scan: number;
  scanning: boolean;
  net?: string;
  id?: string;
  step?: Step;
  reason?: string;
  rssi?: number | null;
  typed?: boolean;
  message?: string;
  addresses?: string[];
  fresh?: boolean;
  lost?: boolean;
  left?: number | null;
  saved?: boolean;
  finishing?: boolean;
  networks: Network[];
  offline?: boolean;
  look: Look;
}

/** The network that the user is giving a password for. */
export interface Form {
  /** Empty when the name is typed by hand. */
  id: string;
  name: string;
  lock?: Lock;
  saved?: boolean;
  password: string;
  /** It can be read. */
  shown?: boolean;
  /** What is wrong: the page's sentences, or the board's. */
  fault?: unknown;
  /** With which field: 0 the name, 1 the password. */
  field?: number;
}

/** A POST of `body` as JSON, else a GET; `done` gets the status, 0 when no answer came in time. */
export type Send = (
  path: string,
  body: unknown,
  done: (status: number, answer: any) => void,
) => void;
