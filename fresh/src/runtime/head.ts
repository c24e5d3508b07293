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

/** Whether elements belong to the document's head, and who put them there. */
export const InHead: Context<"document" | "component" | null> = createContext<
  "document" | "component" | null
>(null);

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
 */
// deno-lint-ignore no-explicit-any
export function Head({ children }: HeadProps): VNode<any> {
  return typeof document === "undefined"
    ? h(InHead.Provider, { value: "component" }, children)
    : h(ClientHead, null, children);
}

/** Says which element of the head an element stands for. */
export function headKey(type: string, props: Props, key: unknown): string {
  if (key != null) return String(key);
  if (type === "title") return "title";
  const ignored = type === "meta" ? "content" : type === "link" ? "href" : "";
  const parts = Object.keys(props).sort().filter((name) =>
    name !== ignored && name !== "children" && name !== "nonce"
  ).map((name) => `${name}=${JSON.stringify(props[name])}`);
  const { children } = props;
  if (typeof children === "string") parts.push(children);
  return [type, ...parts].join("|");
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

/** Renders an element into the one that the head has, or a new one. */
function show(vnode: VNode<Props>): void {
  const { head } = document;
  const element = head.querySelector<HTMLElement>(selectorOf(vnode)) ??
    head.appendChild(document.createElement(String(vnode.type)));
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
