/** Making elements, and changing living ones as little as possible. */
import { named } from "./machine";
import { printable, words } from "./words";

type Props = { [name: string]: unknown; nodeType?: undefined };

/** A number is a sentence; an object that is no element has properties and attributes. */
export type Child = Node | string | Key | false | null | undefined | Props | Child[];

/** An element: `h("p.alert", { role: "alert" }, KEY.lost, "Words")`. Text is never markup. */
export function h(kind: string, ...children: Child[]): HTMLElement {
  const [tag, className] = kind.split(".");
  const node: any = document.createElement(tag);
  if (className) node.className = className;
  const add = (child: any) => {
    // Also of nothing something is made, so that later siblings keep their places.
    if (!child || child.trim || child.nodeType) node.append(child || "");
    else if (child.forEach) child.forEach(add);
    else if (child.toFixed) add(say(child));
    else set(node, child);
  };
  add(children);
  return node;
}

/** What is not false becomes a property where the element has such a one, else an attribute. */
export function set(node: any, props: any) {
  for (const name in props)
    if (props[name])
      if (name in node) node[name] = props[name];
      else node.setAttribute(name, props[name]);
}

/** A name in a sentence, kept apart from it for right-to-left text. */
export const bdi = (name: string) => h("bdi", printable(name));

/** An address in a sentence. */
export const url = (address: string) => h("bdi.url", { dir: "ltr" }, address);

// A board whose Wi-Fi has its own name does not turn itself off.
const say = (key: Key): Child[] =>
  words(key, named("^") == named("$") ? words(KEY.own) : "^")
    .split(/([$^~@])/)
    .map((piece) => (named(piece) ? (piece == "@" ? url : bdi)(named(piece)!) : piece));

/**
 * Makes `old` look like `fresh`, which has at least as many children. Those that are alike stay,
 * and with them a finger, the focus, a selection, a turning spinner, and what was typed.
 */
export function patch(old: Element, fresh: Element) {
  [...fresh.childNodes].forEach((child, at) => {
    const twin: any = old.childNodes[at];
    if (!twin) old.append(child);
    else if (!twin.isEqualNode(child)) twin.replaceWith(child);
  });
}
