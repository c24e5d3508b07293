/**
 * Hooks into Preact's server rendering: islands, the head, links, nonces.
 *
 * A vnode's type is replaced by a component that does the rest while it
 * renders, so a vnode kept between requests never carries one page's values.
 *
 * @module
 */
import { type ComponentChildren, h, options, type VNode } from "preact";
import { useContext } from "preact/hooks";
import { HEAD_TAGS, headKey, InHead } from "../runtime/head.ts";
import { IslandShell } from "./islands.ts";
import { comment, current, isUntouched, TOKEN, untouched } from "./state.ts";

type Props = Record<string, unknown> & { children?: ComponentChildren };

/** What replaces an element: which one, and how it was written. */
interface ElementProps {
  type: string;
  props: Props;
  elementKey: unknown;
}

/** The hooks are not in Preact's types: names as in its `mangle.json`. */
interface Hooks {
  __b?: (vnode: VNode<Props>) => void;
}

/** Installs the hooks; they do nothing outside of a rendering of ours. */
export function installHooks(): void {
  const hooks = options as Hooks;
  const { __b: beforeDiff } = hooks;
  hooks.__b = (vnode) => {
    if (current !== null && !isUntouched(vnode)) patch(vnode);
    beforeDiff?.(vnode);
  };
}

function patch(vnode: VNode<Props>): void {
  const { type, props, key } = vnode;
  if (typeof type === "function") {
    const island = current?.buildCache?.islands.get(type);
    if (island === undefined) return;
    vnode.type = IslandShell as never;
    vnode.props = { island, props } as never;
    return;
  }
  const component = REPLACED[type];
  if (component !== undefined) {
    vnode.type = component as never;
    const elementProps: ElementProps = { type, props, elementKey: key };
    vnode.props = elementProps as never;
  }
}

function DocumentPart({ type, props, elementKey }: ElementProps): VNode {
  const { has } = current!;
  has[type as keyof typeof has] = true;
  const children = type === "html"
    ? [comment(`${TOKEN}:html`), props.children, comment(`${TOKEN}:end`)]
    : type === "head"
    ? [
      h(InHead.Provider, { value: "document" }, props.children),
      comment(`${TOKEN}:head`),
    ]
    : [props.children, comment(`${TOKEN}:body`)];
  return untouched(type, { ...props, children }, elementKey);
}

function HeadElement(
  { type, props, elementKey }: ElementProps,
): VNode | VNode[] | null {
  const place = useContext(InHead);
  const state = current!;
  const needsNonce = (type === "script" || type === "style") &&
    props.nonce === undefined;
  const complete = needsNonce ? { ...props, nonce: state.nonce } : props;
  if (place === null) return untouched(type, complete, elementKey);
  const id = headKey(type, props, elementKey);
  if (place === "component") {
    const keyed = elementKey == null
      ? complete
      : { ...complete, "data-key": elementKey };
    state.headExtras.set(id, untouched(type, keyed));
    return null;
  }
  const number = state.headKeys.push(id) - 1;
  return [
    comment(`${TOKEN}:${number}`),
    untouched(type, complete),
    comment(`/${TOKEN}:${number}`),
  ];
}

function Anchor({ type, props, elementKey }: ElementProps): VNode {
  const { href } = props;
  if (typeof href !== "string" || !href.startsWith("/")) {
    return untouched(type, props, elementKey);
  }
  const extra = relationOf(href, current!.url);
  return untouched(type, { ...extra, ...props }, elementKey);
}

/** Says what a link to `href` is to the page, in attributes. */
function relationOf(href: string, url: URL): Props {
  const [target = "", query] = href.replace(/#.*$/, "").split("?", 2);
  const path = target.replace(/(?<=.)\/$/, "");
  const here = url.pathname.replace(/(?<=.)\/$/, "");
  if (path === here) {
    return query === undefined || `?${query}` === url.search
      ? { "data-current": "true", "aria-current": "page" }
      : {};
  }
  return path === "/" || here.startsWith(`${path}/`)
    ? { "data-ancestor": "true", "aria-current": "true" }
    : {};
}

const REPLACED: Record<string, ((props: ElementProps) => unknown) | undefined> =
  {
    __proto__: null as never,
    html: DocumentPart,
    head: DocumentPart,
    body: DocumentPart,
    a: Anchor,
    ...Object.fromEntries(HEAD_TAGS.map((tag) => [tag, HeadElement])),
  };
