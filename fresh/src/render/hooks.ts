/**
 * Hooks into Preact's server rendering: islands, the head, links, nonces, keys.
 *
 * Where more is to be done than setting an attribute, a vnode's type is
 * replaced by a component that does it while it renders.
 *
 * @module
 */
import {
  type ComponentChildren,
  Fragment,
  h,
  options,
  type VNode,
} from "preact";
import { useContext } from "preact/hooks";
import { missing } from "../missing.ts";
import { asset, assetSrcSet } from "../runtime/assets.ts";
import { HEAD_TAGS, headKey, InHead } from "../runtime/head.ts";
import { markLink } from "./active_links.ts";
import { IslandShell } from "./islands.ts";
import { Scripts } from "./scripts.ts";
import {
  current,
  InIsland,
  isUntouched,
  keyText,
  marked,
  untouched,
} from "./state.ts";

type Props = Record<string, unknown> & { children?: ComponentChildren };

/** What replaces a vnode: which one, and how it was written. */
interface ReplacedProps {
  type: string;
  props: Props;
  ownKey: unknown;
}

/** The hooks are not in Preact's types: names as in its `mangle.json`. */
interface Hooks {
  attr?: (name: string, value: unknown) => string | void;
  vnode?: (vnode: VNode<Props>) => void;
  __b?: (vnode: VNode<Props>) => void;
}

/** Links that load parts of pages; left out, they would load whole ones. */
const CLIENT_NAV = "f-client-nav";

/** Installs the hooks. */
export function installHooks(): void {
  const hooks = options as Hooks;
  const { attr, vnode: created, __b: beforeDiff } = hooks;
  hooks.attr = (name, value) => {
    if (name === CLIENT_NAV) missing(CLIENT_NAV);
    return name === "key" ? keyAttribute(value) : attr?.(name, value);
  };
  hooks.vnode = (vnode) => {
    complete(vnode);
    created?.(vnode);
  };
  hooks.__b = (vnode) => {
    if (current !== null && !isUntouched(vnode)) patch(vnode);
    beforeDiff?.(vnode);
  };
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function keyAttribute(key: unknown): string {
  const text = String(key).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");
  return `data-frsh-key="${text}"`;
}

/**
 * Sets attributes of an element as it is written. A link that was written
 * before its page began to render, such as in a handler, is not marked.
 */
function complete({ type, props }: VNode<Props>): void {
  if (typeof type === "string" && CLIENT_NAV in props) missing(CLIENT_NAV);
  if (type === "a" && current !== null) markLink(props, current.url);
  if (type === "img" || type === "source") lockAssets(props);
  if ((type === "script" || type === "style") && current !== null) {
    props.nonce ||= current.nonce;
  }
}

function lockAssets(props: Props): void {
  if (props["data-fresh-disable-lock"]) return;
  const { src, srcset } = props;
  if (typeof src === "string") props.src = asset(src);
  if (typeof srcset === "string") props.srcset = assetSrcSet(srcset);
}

function patch(vnode: VNode<Props>): void {
  const { type, props, key: ownKey } = vnode;
  if (type === Fragment) return;
  const replace = (component: unknown, by: object) => {
    vnode.type = component as never;
    vnode.props = by as never;
  };
  const island = current!.buildCache?.islands.get(type);
  if (island !== undefined) {
    replace(IslandShell, { island, props, islandKey: ownKey });
    return;
  }
  const component = REPLACED[String(type)];
  if (component !== undefined) replace(component, { type, props, ownKey });
  else if (ownKey != null) replace(Keyed, { type, props, ownKey });
}

function DocumentPart({ type, props, ownKey }: ReplacedProps): VNode {
  const { has } = current!;
  has[type as keyof typeof has] = true;
  const end = type === "head" ? HeadExtras : type === "body" ? Scripts : null;
  const children = end === null
    ? props.children
    : [props.children, h(end, null)];
  return untouched(type, { ...props, children }, ownKey);
}

/** What `<Head>` collected so far; what comes later is too late. */
function HeadExtras(): VNode[] {
  return [...current!.headExtras.values()];
}

function HeadElement({ type, props, ownKey }: ReplacedProps): VNode | null {
  const { headExtras } = current!;
  const isCollected = useContext(InHead);
  const id = headKey(type, props, ownKey);
  const element = untouched(
    type,
    ownKey ? { ...props, "data-key": ownKey } : props,
  );
  if (isCollected) {
    headExtras.set(id, element);
    return null;
  }
  const other = headExtras.get(id);
  headExtras.delete(id);
  return other ?? element;
}

/** Leaves the key in the markup, where an island takes elements over. */
function Keyed({ type, props, ownKey }: ReplacedProps): VNode | VNode[] {
  const isInIsland = useContext(InIsland);
  if (typeof type === "function") {
    const child = untouched(type, props, isInIsland ? ownKey : undefined);
    return isInIsland ? child : marked("key", keyText(ownKey), child);
  }
  const given = isInIsland
    ? { ...props, "data-frsh-key": String(ownKey) }
    : props;
  return untouched(type, given, ownKey);
}

const REPLACED: Record<
  string,
  ((props: ReplacedProps) => unknown) | undefined
> = {
  __proto__: null as never,
  html: DocumentPart,
  head: DocumentPart,
  body: DocumentPart,
  ...Object.fromEntries(HEAD_TAGS.map((tag) => [tag, HeadElement])),
};
