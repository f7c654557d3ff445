/** Puts the machine, the view, the network and the clock together. */
import { readable } from "./colour";
import { createMachine } from "./machine";
import type { Send } from "./types";
import { createView } from "./view";
import { language } from "./words";

const LIMIT = 8000;

const send: Send = (method, path, body, done) => {
  const request = new XMLHttpRequest();
  request.open(method, path);
  request.timeout = LIMIT;
  request.onloadend = () => {
    let answer;
    try {
      answer = JSON.parse(request.responseText);
    } catch (error) {
      // An answer cut short is no answer.
    }
    done(answer ? request.status : 0, answer);
    draw();
  };
  if (body) request.setRequestHeader("Content-Type", "application/json");
  request.send(body ? JSON.stringify(body) : null);
};

const [main, status] = Array.from(document.body.children) as HTMLElement[];
const root = document.documentElement;
const machine = createMachine(send, Date.now, location.pathname == "/v1/finish");
const drawView = createView(machine, main, status);

function draw() {
  const { look } = machine.extras();
  if (look && look.accent)
    ["light", "dark"].forEach((mode) =>
      root.style.setProperty("--" + mode, readable(look.accent!, mode == "dark")),
    );
  const state = machine.state();
  if (state) document.title = state.device;
  drawView();
}

function turn() {
  machine.tick();
  draw();
}

root.lang = language;
if (/^(ar|fa|he|ur)/.test(language)) root.dir = "rtl";
machine.tick();
draw();
setInterval(turn, 500);
document.addEventListener("click", draw);
document.addEventListener("visibilitychange", machine.wake);
