const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes and children. Strings become text nodes, never markup: names are untrusted. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function svgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Node[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// The setters below touch the page only where something differs: no flicker, no lost focus, and a screen reader
// is not told again what it knows.

export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Null removes the attribute. */
export function setAttribute(node: Element, name: string, value: string | null): void {
  if (node.getAttribute(name) === value) return;
  if (value === null) node.removeAttribute(name);
  else node.setAttribute(name, value);
}

export function show(node: HTMLElement, shown: boolean): void {
  if (node.hidden === shown) node.hidden = !shown;
}

/** As many children as there are values, kept in place from one drawing to the next. */
export function sameNumber<Child extends Element>(
  parent: Element,
  children: Child[],
  count: number,
  make: () => Child,
): void {
  while (children.length > count) children.pop()?.remove();
  while (children.length < count) {
    const child = make();
    children.push(child);
    parent.append(child);
  }
}
