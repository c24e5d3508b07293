/**
 * Makes vnodes of JSX that the server rendered into an island's slots.
 *
 * @module
 */
import { type ComponentChildren, Fragment, h, type VNode } from "preact";

/** Finds the props and component of an island, when its marker is met. */
export type IslandFactory = (marker: string, nodes: Node[]) => VNode | null;

/** What the server rendered for slots, by slot number. */
const contents = new Map<number, ComponentChildren>();

let makeIsland: IslandFactory;

/** Sets how islands inside of slots are made. */
export function setIslandFactory(factory: IslandFactory): void {
  makeIsland = factory;
}

/** Shows what the server rendered for a slot. */
export function Slot({ id, name }: { id: number; name: string }): VNode {
  if (!contents.has(id)) {
    // The island did not render it on the server, so it is in a template.
    const template = document.getElementById(`frsh-${id}-${name}`);
    const nodes = (template as HTMLTemplateElement | null)?.content.childNodes;
    contents.set(id, toVNodes([...nodes ?? []]));
  }
  return contents.get(id) as VNode;
}

/** Reads the slots among an island's nodes, before rendering changes them. */
export function readSlots(nodes: Iterable<Node>): void {
  for (const item of itemsOf([...nodes])) {
    if (item.marker === undefined) {
      readSlots(item.node.childNodes);
    } else if (item.marker.startsWith("frsh:slot:")) {
      const id = Number(item.marker.split(":")[2]);
      contents.set(id, toVNodes(item.nodes));
    } else {
      readSlots(item.nodes);
    }
  }
}

/** A node, or all between two markers. */
type Item =
  | { marker?: undefined; node: Node }
  | { marker: string; start: Comment; end: Comment; nodes: Node[] };

/** Groups siblings by the markers between them. */
export function itemsOf(nodes: Node[]): Item[] {
  const items: Item[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    const marker = markerOf(node);
    if (!marker?.startsWith("frsh:")) {
      items.push({ node });
      continue;
    }
    const kind = marker.split(":")[1];
    let depth = 1;
    let end = i;
    while (depth > 0 && ++end < nodes.length) {
      const other = markerOf(nodes[end]!);
      if (other === `/frsh:${kind}`) depth--;
      else if (other?.startsWith(`frsh:${kind}:`)) depth++;
    }
    if (depth > 0) {
      // deno-lint-ignore no-console
      console.error(
        `Cannot hydrate island "${
          marker.split(":")[2]
        }": invalid HTML nesting, so the browser moved its nodes`,
      );
      continue;
    }
    items.push({
      marker,
      start: node as Comment,
      end: nodes[end] as Comment,
      nodes: nodes.slice(i + 1, end),
    });
    i = end;
  }
  return items;
}

function markerOf(node: Node): string | undefined {
  return node.nodeType === Node.COMMENT_NODE
    ? (node as Comment).data
    : undefined;
}

function toVNodes(nodes: Node[]): ComponentChildren[] {
  return itemsOf(nodes).map((item) => {
    if (item.marker === undefined) return toVNode(item.node);
    const [, kind, key] = item.marker.split(":");
    if (kind === "island") return makeIsland(item.marker, item.nodes);
    const content = toVNodes(item.nodes);
    return kind === "key" ? h(Fragment, { key }, content) : content;
  });
}

function toVNode(node: Node): ComponentChildren {
  if (node.nodeType === Node.TEXT_NODE) return (node as Text).data;
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  const element = node as Element;
  const props: Props = {};
  for (const { name, value } of element.attributes) {
    if (name === "data-frsh-key") {
      props.key = value;
      continue;
    }
    const isBoolean = typeof (element as unknown as Props)[name] === "boolean";
    props[name] = isBoolean ? true : value;
  }
  return h(element.localName, props, toVNodes([...element.childNodes]));
}

type Props = Record<string, unknown>;
