/** Draws what the machine says. It knows words and elements, and decides nothing. */
import { type Child, h, patch } from "./dom";
import { ARCS, icon, LOCK, TICK } from "./icons";
import type { Machine } from "./machine";
import type { Form, Network, Screen } from "./types";
import { printable, words } from "./words";

type Of<Name> = Extract<Screen, { name: Name }>;

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

/** Returns `draw`, which makes `main` and the spoken `status` show the machine's screen. */
export function createView(machine: Machine, main: HTMLElement, status: HTMLElement) {
  const { state, extras } = machine;
  let drawn: string | undefined;
  let copied = "";
  let scanned = false;

  /** A sentence in pieces; its names are kept apart from it, for right-to-left text. */
  const say = (key: Key): Child =>
    words(key)
      .split(/([$^~@])/)
      .map((piece) => {
        if (piece == "@") return h("bdi", { className: "url", dir: "ltr" }, state()!.local);
        const name =
          piece == "$"
            ? state()!.device
            : piece == "^"
              ? state()!.ap
              : piece == "~" && machine.net();
        return name ? h("bdi", {}, printable(name)) : piece;
      });
  const line = (key: Key) => h("p", {}, say(key));
  const title = (...children: Child[]) => h("h1", { tabIndex: -1 }, children);
  const alert = (...children: Child[]) =>
    h("p", { className: "alert", role: "alert", id: "fault" }, children);
  const button = (className: string, key: Key, onclick?: (event: any) => void) =>
    h(
      "button",
      { type: onclick ? "button" : "submit", className, onclick },
      words(key),
    );
  const another = () => button("link", KEY.another, machine.back);

  function row(network: Network): Child {
    const { id, name, strength, lock, saved } = network;
    const refusal = lock == "company" ? KEY.company : lock == "old" && KEY.old;
    const level = Math.min(4, Math.floor(strength / 25) + 1);
    return h(
      "li",
      { id },
      h(
        "button",
        {
          type: "button",
          className: "row",
          "aria-disabled": refusal && "true",
          onclick: () => machine.choose(network),
        },
        h(
          "span",
          {},
          h("bdi", {}, printable(name)),
          refusal ? h("small", {}, say(refusal)) : saved && h("small", {}, words(KEY.saved)),
        ),
        lock != "none" && icon("lock", LOCK, words(KEY.locked)),
        icon("arcs", ARCS, words(KEY.signal, level), level),
      ),
    );
  }

  function choose(unreachable: boolean): Child {
    const { networks = [], offline, look } = extras();
    const known = state();
    return [
      title(words(KEY.choose)),
      known && look && look.sentence && h("p", {}, look.sentence),
      known && line(KEY.intro),
      unreachable && [
        alert(known ? say(KEY.unreachable) : words(KEY.unreachable_unnamed)),
        button("main", KEY.retry, machine.touch),
      ],
      known && [
        !networks.length && !known.scanning && line(KEY.none),
        h(
          "ul",
          { className: "card" },
          networks.map(row),
          h("li", {}, button("row", KEY.other, machine.other)),
        ),
        known.scanning ? looking() : button("link", KEY.scan, machine.rescan),
        offline && button("link", KEY.offline, machine.offline),
        line(KEY.band),
      ],
    ];
  }

  const looking = () =>
    h("p", { className: "looking" }, h("i", { className: "spinner" }), words(KEY.looking));

  function field(id: "ssid" | "password", form: Form, label: Key, help?: Key | false): Child {
    const secret = id == "password";
    const wrong = form.field == id;
    const open = form.fault == KEY.wrong;
    const input: any = h("input", {
      id,
      type: secret && !open ? "password" : "text",
      value: secret ? form.password : form.name,
      autocomplete: "off",
      autocapitalize: "none",
      autocorrect: "off",
      spellcheck: "false",
      enterkeyhint: "go",
      "aria-invalid": wrong && "true",
      "aria-describedby": wrong ? "fault" : help && "help-" + id,
    });
    return [
      h("label", { htmlFor: id }, words(label)),
      input,
      help && !wrong && h("small", { id: "help-" + id }, words(help)),
      secret &&
        h(
          "label",
          { className: "check" },
          h("input", {
            id: "show",
            type: "checkbox",
            checked: open,
            onclick: (event: any) => (input.type = event.target.checked ? "text" : "password"),
          }),
          words(KEY.show),
        ),
      wrong &&
        alert(
          form.message || words(form.fault!),
          form.weak && " " + words(KEY.wrong_weak),
        ),
    ];
  }

  function formScreen(form: Form): Child {
    const typed = !form.id;
    return [
      title(typed ? words(KEY.other).replace("…", "") : h("bdi", {}, printable(form.name))),
      h(
        "form",
        {
          className: "card",
          noValidate: true,
          onsubmit: (event: any) => {
            event.preventDefault();
            const { ssid, password } = event.target;
            machine.submit(ssid && ssid.value, password ? password.value : "");
            draw();
            const fault: any = main.querySelector("[aria-invalid]");
            if (fault) fault.focus();
          },
        },
        typed && field("ssid", form, KEY.name, KEY.name_help),
        form.lock == "none"
          ? line(KEY.open)
          : field(
              "password",
              form,
              KEY.password,
              typed ? KEY.password_help : form.saved && KEY.keep,
            ),
        button("main", KEY.connect),
      ),
      another(),
    ];
  }

  function connecting({ step, watching, stop, silence }: Of<"connecting">): Child {
    let ahead = false;
    return [
      title(say(KEY.connecting)),
      watching && line(KEY.watch),
      h(
        "ol",
        { className: "card" },
        Object.keys(STEPS).map((name) => {
          const now = name == step;
          const mark = now || ahead ? h("i", { className: now ? "spinner" : "" }) : icon("tick", TICK);
          ahead = ahead || now;
          return h("li", { className: "row", "aria-current": now && "step" }, mark, words(STEPS[name]));
        }),
      ),
      line(silence ? KEY.silent : KEY.wait),
      silence > 1 && line(KEY.rejoin),
      line(KEY.where),
      stop && button("link", KEY.stop, machine.cancel),
    ];
  }

  function failed(): Child {
    const { reason, typed, message } = state()!;
    const key = reason == "gone" && typed ? KEY.gone_typed : REASONS[reason!] || KEY.unknown;
    return [
      title(say(KEY.failed)),
      alert(message || say(key)),
      button("main", KEY.retry, machine.again),
      another(),
    ];
  }

  function address(url: string): Child {
    const copy = (event: any) => {
      getSelection()!.selectAllChildren(event.target.previousSibling);
      if (!document.execCommand("copy")) return;
      copied = url;
      setTimeout(() => {
        copied = "";
        draw();
      }, 2000);
    };
    return h(
      "li",
      { className: "row" },
      h("span", { className: "url", dir: "ltr" }, url),
      button("link", copied == url ? KEY.copied : KEY.copy, copy),
    );
  }

  function up(seconds: number | null): Child {
    const { lost, fresh, message, addresses = [] } = state()!;
    if (lost)
      return [
        title(say(KEY.was)),
        alert(say(KEY.cant)),
        button("main", KEY.retry, machine.again),
        another(),
      ];
    return [
      fresh && icon("done", TICK),
      title(words(fresh ? KEY.up : KEY.already)),
      line(KEY.connected),
      message && h("p", {}, message),
      line(KEY.addresses),
      h("ul", { className: "card" }, addresses.map(address)),
      line(KEY.finishing),
      h("form", { method: "post", action: "/v1/finish" }, button("main", KEY.finish)),
      seconds != null &&
        h("p", {}, words(KEY.countdown, `${(seconds / 60) | 0}:${("0" + (seconds % 60)).slice(-2)}`)),
      another(),
    ];
  }

  function body(screen: Screen): Child {
    switch (screen.name) {
      case "opening":
        return looking();
      case "choose":
        return choose(screen.unreachable);
      case "form":
        return formScreen(screen.form);
      case "connecting":
        return connecting(screen);
      case "failed":
        return failed();
      case "lost":
        return [
          title(say(KEY.lost_title)),
          alert(say(KEY.lost)),
          button("main", KEY.retry, machine.touch),
        ];
      case "restarted":
        return [
          title(say(KEY.failed)),
          alert(say(KEY.restarted)),
          button("main", KEY.choose_again, machine.back),
        ];
      case "up":
        return up(screen.seconds);
      case "offline":
        return [title(words(KEY.close)), line(KEY.offline_done)];
      case "finished":
        return [title(words(KEY.close)), state() && line(KEY.closing)];
    }
  }

  /** What a screen reader says by itself; the rest it finds. */
  function spoken(screen: Screen): string {
    const known = state();
    if (copied) return words(KEY.copied);
    if (screen.name == "connecting") return words(STEPS[screen.step]);
    if (screen.name == "opening" || (known && known.scanning)) {
      scanned = true;
      return words(KEY.looking);
    }
    const { length } = extras().networks || [];
    return scanned ? words(length == 1 ? KEY.found_one : KEY.found, length) : "";
  }

  function header(): Child {
    const known = state();
    if (!known) return;
    const { look } = extras();
    return h(
      "header",
      {},
      look &&
        look.logo &&
        h("img", { alt: "", src: "data:image/svg+xml," + encodeURIComponent(look.logo) }),
      printable(known.device),
    );
  }

  function draw() {
    const screen = machine.screen();
    const held: any = document.activeElement;
    const name = screen.name + (screen.name == "form" && screen.form.id);
    const moved = name != drawn;
    if (moved) main.textContent = "";
    patch(main, h("main", { id: "main" }, header(), body(screen)));
    if (moved) {
      scrollTo(0, 0);
      const target: any = main.querySelector("[aria-invalid],form input,h1");
      if (drawn && target) target.focus();
      drawn = name;
    } else if (held.isConnected && held != document.activeElement) held.focus();
    const text = spoken(screen);
    if (status.textContent != text) status.textContent = text;
  }
  return draw;
}
