/**
 * What one rendering of a document collects on its way.
 *
 * Rendering is synchronous, so the rendering that runs now is a variable.
 *
 * @module
 */
import {
  type ComponentChildren,
  createContext,
  Fragment,
  h,
  type VNode,
} from "preact";
import type { BuildCache } from "../build_cache.ts";
import type { Island } from "../types.ts";

/** JSX given to an island, rendered on the server and found by the browser. */
export class ServerSlot {
  /** Number of the slot on the page. */
  readonly id: number;
  /** Name of the prop it was given as. */
  readonly name: string;
  /** What to render. */
  readonly content: unknown;
  /** Whether the island rendered it. */
  isRendered = false;

  /** Creates a slot that is not rendered yet. */
  constructor(id: number, name: string, content: unknown) {
    this.id = id;
    this.name = name;
    this.content = content;
  }
}

/** A vnode whose props are not known. */
// deno-lint-ignore no-explicit-any
export type AnyVNode = VNode<any>;

/** What one rendering collects. */
export class RenderState {
  /** Allows the scripts and styles of this page, and no others. */
  readonly nonce: string = crypto.randomUUID().replaceAll("-", "");
  /** Address of the page. */
  readonly url: URL;
  /** The build, for islands. */
  readonly buildCache: BuildCache | null;
  /** Islands on the page. */
  readonly islands = new Set<Island>();
  /** Their props, in order of appearance. */
  readonly islandProps: { props: Record<string, unknown> }[] = [];
  /** JSX given to islands. */
  readonly slots: ServerSlot[] = [];
  /** Elements from `<Head>`, by key. */
  readonly headExtras = new Map<string, VNode>();
  /** Whether the page brings these elements itself. */
  readonly has = { html: false, head: false, body: false };
  /** Whether the scripts are in the document. */
  hasScripts = false;

  /** Starts a rendering. */
  constructor(url: URL, buildCache: BuildCache | null) {
    this.url = url;
    this.buildCache = buildCache;
  }
}

/** The rendering that runs now. */
export let current: RenderState | null = null;

/** Runs a rendering. */
export function during<T>(state: RenderState, render: () => T): T {
  const outer = current;
  current = state;
  try {
    return render();
  } finally {
    current = outer;
  }
}

/** Whether the component is inside an island, and so part of it. */
export const InIsland = createContext(false);

const plain = new WeakSet<object>();

/** Creates a vnode that the hooks leave alone. */
// deno-lint-ignore no-explicit-any
export function untouched(type: any, props: any, key?: unknown): AnyVNode {
  const vnode = h(type, key === undefined ? props : { ...props, key });
  plain.add(vnode);
  return vnode;
}

/** Tells whether the hooks must leave a vnode alone. */
export function isUntouched(vnode: object): boolean {
  return plain.has(vnode);
}

/** Creates an HTML comment. */
export function comment(text: string): VNode {
  return h(Fragment as never, { UNSTABLE_comment: text } as never);
}

/** Puts content between two comments that a browser finds again. */
export function marked(
  kind: "island" | "slot" | "key",
  text: string,
  content: ComponentChildren,
): VNode[] {
  const between = h(Fragment, null, content);
  return [comment(`frsh:${kind}:${text}`), between, comment(`/frsh:${kind}`)];
}

/** Spells a key so that it can be a part of a marker. */
export function keyText(key: unknown): string {
  return String(key ?? "").replaceAll(":", "_");
}
