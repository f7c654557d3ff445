/** Puts the machine, the view, the network and the clock together. */
import { direction, language } from "./words";
import { readable } from "./colour";
import * as machine from "./machine";
import * as view from "./view";

const LIMIT = 8000;
const root = document.documentElement;

function draw() {
  const { device, look } = machine.full;
  const { accent } = look;
  if (device) document.title = device;
  if (accent)
    ["light", "dark"].forEach((mode, dark) =>
      root.style.setProperty("--" + mode, readable(accent, dark)),
    );
  view.draw();
}

function turn() {
  machine.tick();
  draw();
}

root.lang = language;
root.dir = direction;
machine.begin(
  (path, body, done) => {
    const request = new XMLHttpRequest();
    request.open(body ? "POST" : "GET", path);
    request.timeout = LIMIT;
    request.responseType = "json";
    request.onloadend = () => {
      done(request.status, request.response);
      draw();
    };
    request.send(body ? new Blob([JSON.stringify(body)], { type: "application/json" }) : null);
  },
  Date.now,
  location.pathname == "/v1/finish",
);
draw();
setInterval(turn, 500);
// After what the button or the form does itself.
document.onclick = document.onsubmit = draw;
