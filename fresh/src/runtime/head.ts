/**
 * The `<Head>` component: puts elements into the document's head.
 *
 * @module
 */
import { type Context, createContext, h, toChildArray } from "preact";
import type { ComponentChildren, VNode } from "../preact_types.ts";
import { useEffect } from "preact/hooks";

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

/** One element, as it should be. */
interface Wanted {
  type: string;
  key: unknown;
  text: string;
  attributes: [string, string][];
}

function ClientHead({ children }: HeadProps): null {
  const wanted = toChildArray(children).flatMap((child) =>
    typeof child === "object" && typeof child.type === "string"
      ? [describe(child as VNode<Props>)]
      : []
  );
  useEffect(() => {
    for (const element of wanted) update(element);
  }, [JSON.stringify(wanted)]);
  return null;
}

function describe({ type, props, key }: VNode<Props>): Wanted {
  const { children, dangerouslySetInnerHTML, ...rest } = props;
  const html = (dangerouslySetInnerHTML as { __html?: string } | undefined)
    ?.__html;
  return {
    type: type as string,
    key,
    text: html ?? textOf(children),
    attributes: Object.entries(rest).flatMap(([name, prop]) => {
      const value = valueOf(prop);
      return value == null || value === false
        ? []
        : [[name, value === true ? "" : String(value)] as [string, string]];
    }),
  };
}

/** Reads a signal, and so has the component rendered when it changes. */
function valueOf(prop: unknown): unknown {
  return typeof prop === "object" && prop !== null && "peek" in prop
    ? (prop as unknown as { value: unknown }).value
    : prop;
}

function textOf(children: unknown): string {
  if (Array.isArray(children)) return children.map(textOf).join("");
  const value = valueOf(children);
  return value == null || typeof value === "boolean" ? "" : String(value);
}

function update(wanted: Wanted): void {
  const { type, key, text, attributes } = wanted;
  if (type === "title") {
    document.title = text;
    return;
  }
  let element = find(wanted);
  if (element === null) {
    element = document.createElement(type);
    if (key != null) element.setAttribute("data-key", String(key));
    document.head.append(element);
  }
  for (const [name, value] of attributes) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  if (element.textContent !== text) element.textContent = text;
}

function find({ type, key, attributes }: Wanted): Element | null {
  const by = (name: string, value: unknown) =>
    document.head.querySelector(
      `${type}[${name}=${JSON.stringify(String(value))}]`,
    );
  if (key != null) return by("data-key", key);
  const values = Object.fromEntries(attributes);
  if (values.id !== undefined) return by("id", values.id);
  if (type === "meta" && values.name !== undefined) {
    return by("name", values.name);
  }
  if (type === "link" && values.rel !== undefined) return by("rel", values.rel);
  return null;
}
