/**
 * Brings the islands of a page to life.
 *
 * @module
 */
import { computed, signal } from "@preact/signals";
import { type ComponentType, h, render, type VNode } from "preact";
import { parse } from "../jsonify/parse.ts";
import { itemsOf, readSlots, setIslandFactory, Slot } from "./slots.ts";

type Props = Record<string, unknown>;

/** Island components by name. */
// deno-lint-ignore no-explicit-any
export type Components = Record<string, (props: any) => unknown>;

/**
 * Renders every island of the page into the nodes the server made for it.
 *
 * @param components The islands on the page, by name.
 * @param serialized Their props, as the server serialized them.
 */
export function boot(components: Components, serialized: string): void {
  const islands = parse<{ props: Props }[]>(serialized, {
    Signal: signal,
    Computed: (value) => computed(() => value),
    Slot: (value: { id: number; name: string }) => h(Slot, value),
  });

  const make = (marker: string, nodes: Node[]): VNode | null => {
    readSlots(nodes);
    const [, , name, index, key] = marker.split(":");
    const component = components[name!] as ComponentType<Props> | undefined;
    if (component === undefined) return null;
    const { props } = islands[Number(index)]!;
    return h(component, key ? { ...props, key } : props);
  };
  setIslandFactory(make);

  const visit = (nodes: Node[]) => {
    for (const item of itemsOf(nodes)) {
      if (item.marker === undefined) {
        visit([...item.node.childNodes]);
      } else if (item.marker.startsWith("frsh:key:")) {
        visit(item.nodes);
      } else {
        const vnode = make(item.marker, item.nodes);
        const container = containerOf(item.start, item.end);
        later(() => render(vnode, container));
      }
    }
  };
  visit([...document.body.childNodes]);
}

/** Lets the page be used between islands. */
function later(task: () => void): void {
  if ("scheduler" in globalThis) scheduler.postTask(task);
  else setTimeout(task, 0);
}

declare const scheduler: { postTask(task: () => void): void };

/**
 * Makes what looks to Preact like an element that has just these nodes.
 *
 * The markers become empty text, which takes no part in the page's styles.
 */
function containerOf(start: Comment, end: Comment): Element {
  const parent = start.parentNode!;
  const first = new Text();
  const last = new Text();
  start.replaceWith(first);
  end.replaceWith(last);
  const container = {
    nodeType: Node.ELEMENT_NODE,
    namespaceURI: (parent as Element).namespaceURI,
    get childNodes() {
      const nodes: Node[] = [];
      let node = first.nextSibling;
      for (; node !== null && node !== last; node = node.nextSibling) {
        nodes.push(node);
      }
      return nodes;
    },
    get firstChild() {
      return container.childNodes[0] ?? null;
    },
    insertBefore: (node: Node, before: Node | null) =>
      parent.insertBefore(node, before ?? last),
    appendChild: (node: Node) => parent.insertBefore(node, last),
    removeChild: (node: Node) => parent.removeChild(node),
    contains: (node: Node | null) => parent.contains(node),
  };
  return container as unknown as Element;
}
