/**
 * The `<Head>` component: puts elements into the document's head.
 *
 * @module
 */
import {
  cloneElement,
  type Context,
  createContext,
  h,
  render,
  toChildArray,
} from "preact";
import type { ComponentChildren, VNode } from "../preact_types.ts";
import { useLayoutEffect } from "preact/hooks";

/** Whether elements are in a `<Head>`, and so belong to the document's. */
export const InHead: Context<boolean> = createContext(false);

/** Elements that may be in a head. */
export const HEAD_TAGS = [
  "title",
  "meta",
  "link",
  "style",
  "script",
  "base",
  "noscript",
  "template",
] as const;

/** Props of {@link Head}. */
export interface HeadProps {
  /** What to put into the head. */
  children?: ComponentChildren;
}

type Props = Record<string, unknown>;

/**
 * Puts its children into the document's head.
 *
 * An element that is there already (the same `key`, or the same tag and
 * attributes apart from `content` and `href`) is replaced, others are added.
 * In an island it keeps the head up to date while the island changes.
 *
 * The head has to be rendered after it: by the app's wrapper, or by what
 * stands in for a missing one. In a body rendered in one pass with its head it
 * does nothing.
 */
// deno-lint-ignore no-explicit-any
export function Head({ children }: HeadProps): VNode<any> {
  return typeof document === "undefined"
    ? h(InHead.Provider, { value: true }, children)
    : h(ClientHead, null, children);
}

/** Says which element of the head an element stands for. */
export function headKey(type: string, props: Props, key: unknown): string {
  if (key != null) return String(key);
  if (type === "title") return "title";
  const own = type === "meta" ? "content" : type === "link" ? "href" : "";
  const ignored = ["children", "nonce", "ref", own];
  const parts = Object.keys(props).sort()
    .filter((name) => !ignored.includes(name))
    .map((name) => partOfKey(name, props[name]));
  return type + parts.join("");
}

function partOfKey(name: string, value: unknown): string {
  return name === "dangerouslySetInnerHTML"
    ? String((value as { __html: unknown }).__html)
    : `::${value}`;
}

/** Keeps the head up to date, in a browser. */
function ClientHead({ children }: HeadProps): null {
  // Text signals change at once; what else changed is to be there with them.
  useLayoutEffect(() => {
    for (const child of toChildArray(children)) {
      if (typeof child === "object" && typeof child.type === "string") {
        show(child as VNode<Props>);
      }
    }
  });
  return null;
}

const taken = new WeakSet<Element>();

/** Renders an element into the one that the head has, or a new one. */
function show(vnode: VNode<Props>): void {
  const { head } = document;
  const element = head.querySelector<HTMLElement>(selectorOf(vnode)) ??
    head.appendChild(document.createElement(String(vnode.type)));
  if (element instanceof HTMLTemplateElement && !taken.has(element)) {
    // What is in a template is no child of it, so Preact would not see it.
    element.content.replaceChildren();
    taken.add(element);
  }
  const kept = { "data-key": vnode.key, nonce: element.nonce || undefined };
  // Preact takes the element over, with the signals that are in the vnode.
  render(cloneElement(vnode, kept), head, element);
}

function selectorOf({ type, key, props }: VNode<Props>): string {
  if (type === "title") return type;
  const [name, value] = key != null
    ? ["data-key", key]
    : props.id !== undefined
    ? ["id", props.id]
    : type === "meta"
    ? ["name", props.name]
    : ["rel", props.rel];
  return value === undefined
    ? ":not(*)"
    : `${type}[${name}=${JSON.stringify(String(value))}]`;
}
