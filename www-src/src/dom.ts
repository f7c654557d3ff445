/** Making elements, and changing living ones as little as possible. */

export type Child = Node | string | false | null | undefined | Child[];

function fill(node: Node, children: Child[]) {
  for (const child of children) {
    if (Array.isArray(child)) fill(node, child);
    else if (child) node.appendChild(typeof child == "string" ? document.createTextNode(child) : child);
  }
}

/** An element. What it has as a property is set as one, the rest as attributes; "" counts. */
export function h(tag: string, props: Record<string, unknown> = {}, ...children: Child[]) {
  const node: any = document.createElement(tag);
  for (const key in props) {
    const value = props[key];
    if (value == null || value === false) continue;
    if (key in node) node[key] = value;
    else node.setAttribute(key, value);
  }
  fill(node, children);
  return node as HTMLElement;
}

/**
 * Makes `old` look like `fresh`. Elements stay, so a finger, the focus, a selection and a
 * turning spinner survive; what was typed stays too, because values are not attributes.
 */
export function patch(old: any, fresh: any) {
  if (old.nodeType == 3) {
    if (old.data != fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of Array.from<Attr>(old.attributes))
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of Array.from<Attr>(fresh.attributes))
    if (old.getAttribute(name) != value && name != "type") old.setAttribute(name, value);
  old.onclick = fresh.onclick;
  const rest: any[] = Array.from(old.childNodes);
  for (const child of Array.from<any>(fresh.childNodes)) {
    const twin = rest.findIndex((node) => node.nodeName == child.nodeName && node.id == child.id);
    const [kept] = twin < 0 ? [] : rest.splice(twin, 1);
    if (!kept) old.insertBefore(child, rest[0] || null);
    else {
      if (twin) old.insertBefore(kept, rest[0]);
      patch(kept, child);
    }
  }
  for (const node of rest) old.removeChild(node);
}
