/** What the screens are made of. */
import { bdi, type Child, h, url } from "./dom";
import { ARCS, icon, LOCK } from "./icons";
import * as machine from "./machine";
import type { Network } from "./types";
import { words } from "./words";

/** The address that was copied just now. */
export let copied = "";

export const title = (...children: Child[]) => h("h1", { tabIndex: -1 }, children);

export const alert = (...children: Child[]) => h("p", { role: "alert" }, children);

/** `main` is the screen's one main button, `link` another, `row` a line of a list. */
export const button = (
  kind: "main" | "link" | "row",
  onclick: ((event: any) => void) | 0,
  ...children: Child[]
) => h("button." + kind, { onclick }, children);

export const retry = (onclick: () => void) => button("main", onclick, KEY.retry);

export const another = () => button("link", machine.back, KEY.another);

/** While the board looks for networks: in the place of the button that asks for it. */
export const looking = (key?: Key) =>
  h("p.looking", { id: "s", tabIndex: -1 }, h("i.spinner"), key);

/** A network of the list. */
export function row(network: Network): Child {
  const { id, name, strength, lock, saved } = network;
  const refusal = lock == "company" ? KEY.company : lock == "old" && KEY.old;
  const level = strength / 25 + 1;
  return h(
    "li",
    button(
      "row",
      refusal ? 0 : () => machine.choose(network),
      { id, "aria-disabled": !!refusal },
      h("span", bdi(name), h("small", refusal || (saved && KEY.saved))),
      lock != "none" && icon("i", LOCK, words(KEY.password)),
      icon("i", ARCS.slice(0, level).join(""), strength + "%", ARCS.slice(level).join("")),
    ),
  );
}

/** An address as text: a link would lead to where the phone cannot go yet. */
export function address(address: string): Child {
  const copy = (event: any) => {
    getSelection()!.selectAllChildren(event.target.previousSibling);
    if (document.execCommand("copy")) copied = address;
    setTimeout(() => (copied = ""), 2000);
  };
  return h(
    "li.row",
    h("span", url(address)),
    button("link", copy, { id: address }, copied == address ? KEY.copied : KEY.copy),
  );
}
