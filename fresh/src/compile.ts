/**
 * Compiles an app's commands into a router with one ready chain per route.
 *
 * @module
 */
import type { BuildCache } from "./build_cache.ts";
import {
  type Chain,
  compose,
  guard,
  type Recovery,
  type Step,
  type View,
} from "./chain.ts";
import { internalsOf } from "./context.ts";
import { defaultErrorResponse, HttpError } from "./error.ts";
import { fileCommands } from "./fs_routes.ts";
import { type RouteEntry, Router } from "./router.ts";
import type { AnyComponent, LayoutConfig, Method } from "./types.ts";
import { joinPath } from "./url.ts";

/** What an app was told, in the order it was told. */
export type Command =
  | { type: "use"; scope: string[]; steps: Step[] }
  | {
    type: "route";
    scope: string[];
    pattern: string;
    methods: [Method, Step[]][];
  }
  | { type: "wrapper"; component: AnyComponent }
  | {
    type: "layout";
    scope: string[];
    component: AnyComponent;
    config: LayoutConfig;
  }
  | { type: "onError"; scope: string[]; recovery: Recovery }
  | { type: "notFound"; recovery: Recovery }
  | { type: "files"; prefix: string };

/** What {@link compile} makes. */
export interface Compiled {
  /** The routes. */
  router: Router;
  /** Takes a request that has no route, with the reason in its context. */
  reject: Chain;
}

/** One part of a path, with what was registered on it so far. */
interface Segment {
  children: Map<string, Segment>;
  steps: Step[];
  layout: View["layouts"][number] | null;
  onError: Recovery | null;
}

const newSegment = (): Segment => ({
  children: new Map(),
  steps: [],
  layout: null,
  onError: null,
});

/** Splits a path into the segments that middlewares are registered on. */
export function scopeOf(path: string): string[] {
  // A slash inside braces belongs to an optional part: "/a{/:b}?".
  const parts = path.match(/(?:\{[^}]*\}[?+*]?|[^/{])+/g) ?? [];
  return parts.at(-1) === "*" ? parts.slice(0, -1) : parts;
}

/** Compiles commands, top to bottom. */
export function compile(
  commands: Command[],
  basePath: string,
  buildCache: BuildCache | null,
): Compiled {
  const all = commands.flatMap((command) =>
    command.type === "files"
      ? fileCommands(buildCache?.getFsRoutes() ?? [], command.prefix)
      : [command]
  );
  const tree = new SegmentTree(all);
  const router = new Router();
  for (const command of all) {
    if (command.type !== "route") {
      tree.apply(command);
      continue;
    }
    const pattern = joinPath(basePath, command.pattern);
    for (const [method, steps] of command.methods) {
      const chain = tree.chain(command.scope, steps, endOfChain);
      router.add(method, pattern, chain);
    }
  }
  const atRoot = (end: Chain) => tree.chain([], [], end);
  for (const entry of router.entries()) finish(entry, atRoot);
  return {
    router,
    reject: atRoot((ctx) => Promise.reject(internalsOf(ctx).failure)),
  };
}

function endOfChain(): Promise<Response> {
  return Promise.reject(new HttpError(404));
}

/** Segments as they are after the commands applied so far. */
class SegmentTree {
  readonly #root = newSegment();
  readonly #notFound: Recovery | null;
  #wrapper: AnyComponent | null = null;

  constructor(commands: Command[]) {
    // Order is no matter for notFound: the last one holds for all routes.
    const last = commands.findLast((command) => command.type === "notFound");
    this.#notFound = last?.recovery ?? null;
  }

  apply(command: Exclude<Command, { type: "route" }>): void {
    switch (command.type) {
      case "use":
        this.#path(command.scope).at(-1)!.steps.push(...command.steps);
        break;
      case "wrapper":
        this.#wrapper = command.component;
        break;
      case "layout": {
        const { component, config } = command;
        this.#path(command.scope).at(-1)!.layout = { component, config };
        break;
      }
      case "onError":
        this.#path(command.scope).at(-1)!.onError = command.recovery;
        break;
    }
  }

  /** Composes the chain of a route: each segment's part, then its own. */
  chain(scope: string[], own: Step[], end: Chain): Chain {
    const steps: Step[] = [];
    let view: View = { wrapper: this.#wrapper, layouts: [] };
    for (const [depth, segment] of this.#path(scope).entries()) {
      view = extendView(view, segment.layout);
      const isRoot = depth === 0;
      const { onError } = segment;
      const catches = onError !== null || isRoot && this.#notFound !== null;
      const watch = guard({ view, onError, notFound: this.#notFound, isRoot });
      if (catches || isRoot || segment.layout !== null) steps.push(watch);
      steps.push(...segment.steps);
      if (catches && segment.steps.length > 0) steps.push(watch);
    }
    return compose([...steps, ...own], end);
  }

  #path(scope: string[]): Segment[] {
    const path = [this.#root];
    let current = this.#root;
    for (const part of scope) {
      let child = current.children.get(part);
      if (child === undefined) {
        child = newSegment();
        current.children.set(part, child);
      }
      path.push(child);
      current = child;
    }
    return path;
  }
}

/** Adds a layout inside the ones there are, as far as it wants them. */
export function extendView(
  view: View,
  layout: { component: AnyComponent | null; config: LayoutConfig } | null,
): View {
  if (layout === null) return view;
  const { component, config } = layout;
  const outer = config.skipInheritedLayouts ? [] : view.layouts;
  return {
    wrapper: config.skipAppWrapper ? null : view.wrapper,
    layouts: component === null ? outer : [...outer, { component, config }],
  };
}

/** Adds what follows from a route's methods: HEAD, OPTIONS, 405. */
function finish(entry: RouteEntry, atRoot: (end: Chain) => Chain): void {
  const allow = [...entry.methods.keys()].join(", ");
  const get = entry.methods.get("GET");
  if (get !== undefined && !entry.methods.has("HEAD")) {
    entry.methods.set("HEAD", get);
  }
  if (!entry.methods.has("OPTIONS")) {
    const answer = () =>
      Promise.resolve(new Response(null, { status: 204, headers: { allow } }));
    entry.methods.set("OPTIONS", atRoot(answer));
  }
  const refuse = atRoot(() => Promise.reject(new HttpError(405)));
  entry.otherwise = async (ctx) => {
    const response = await refuse(ctx).catch(defaultErrorResponse);
    if (response.status === 405 && !response.headers.has("allow")) {
      response.headers.set("allow", allow);
    }
    return response;
  };
}
