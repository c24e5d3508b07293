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
  type Step,
  type View,
  withoutSkipped,
} from "./chain.ts";
import { internalsOf } from "./context.ts";
import { defaultErrorResponse, HttpError } from "./error.ts";
import { fileCommands } from "./fs_routes.ts";
import { type RouteEntry, Router } from "./router.ts";
import type { AnyComponent, LayoutConfig, Method } from "./types.ts";

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
  | { type: "onError"; scope: string[]; recover: Step }
  | { type: "notFound"; recover: Step }
  | { type: "files" };

/** What {@link compile} makes. */
export interface Compiled {
  /** The routes. */
  router: Router;
  /** Takes a request that has no route, with the reason in its context. */
  reject: Chain;
}

/** One part of a path, with what was registered on it so far. */
class Segment {
  readonly children = new Map<string, Segment>();
  readonly steps: Step[] = [];
  layout: { component: AnyComponent; config: LayoutConfig } | null = null;
  onError: Step | null = null;
}

/** Splits a path into the segments that middlewares are registered on. */
export function scopeOf(path: string): string[] {
  // A slash inside braces belongs to an optional part: "/a{/:b}?".
  const parts = path.match(/(?:\{[^}]*\}[?+*]?|[^/{])+/g) ?? [];
  return parts.at(-1) === "*" ? parts.slice(0, -1) : parts;
}

/** Compiles commands, top to bottom. */
export function compile(
  commands: Command[],
  buildCache: BuildCache | null,
): Compiled {
  const all = commands.flatMap((command) =>
    command.type === "files"
      ? fileCommands(buildCache?.fsRoutes ?? [])
      : [command]
  );
  const tree = new SegmentTree(all);
  const router = new Router();
  for (const command of all) {
    if (command.type !== "route") {
      tree.apply(command);
      continue;
    }
    const { methods } = router.entry(command.pattern);
    for (const [method, steps] of command.methods) {
      // The first one for a method and pattern stays.
      if (methods.has(method)) continue;
      methods.set(method, tree.chain(command.scope, steps, endOfChain));
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
  readonly #root = new Segment();
  readonly #notFound: Step | null;
  #wrapper: AnyComponent | null = null;

  constructor(commands: Command[]) {
    // Order is no matter for notFound: the last one holds for all routes.
    const last = commands.findLast((command) => command.type === "notFound");
    this.#notFound = last?.recover ?? null;
  }

  apply(command: Exclude<Command, { type: "route" }>): void {
    if (command.type === "wrapper") this.#wrapper = command.component;
    if (!("scope" in command)) return;
    const segment = this.#path(command.scope).at(-1)!;
    if (command.type === "use") segment.steps.push(...command.steps);
    else if (command.type === "layout") segment.layout = command;
    else segment.onError = command.recover;
  }

  /** Composes the chain of a route: each segment's part, then its own. */
  chain(scope: string[], own: Step[], end: Chain): Chain {
    const notFound = this.#notFound;
    const steps: Step[] = [];
    let view: View = { wrapper: this.#wrapper, layouts: [] };
    for (const [depth, segment] of this.#path(scope).entries()) {
      const { layout, onError } = segment;
      if (layout !== null) {
        view = withoutSkipped(view, layout.config);
        view.layouts = [...view.layouts, layout.component];
      }
      const isRoot = depth === 0;
      const catches = onError !== null || isRoot && notFound !== null;
      const watch = guard({ view, onError, notFound, isRoot });
      if (catches || isRoot || layout !== null) steps.push(watch);
      steps.push(...segment.steps);
      if (catches && segment.steps.length > 0) steps.push(watch);
    }
    return compose([...steps, ...own], end);
  }

  #path(scope: string[]): Segment[] {
    const path = [this.#root];
    for (const part of scope) {
      const { children } = path.at(-1)!;
      const child = children.get(part) ?? new Segment();
      children.set(part, child);
      path.push(child);
    }
    return path;
  }
}

/** Adds what follows from a route's methods: HEAD, OPTIONS, 405. */
function finish(entry: RouteEntry, atRoot: (end: Chain) => Chain): void {
  const { methods } = entry;
  const allow = [...methods.keys()].join(", ");
  const get = methods.get("GET");
  if (get !== undefined && !methods.has("HEAD")) methods.set("HEAD", get);
  if (!methods.has("OPTIONS")) {
    const answer = () =>
      Promise.resolve(new Response(null, { status: 204, headers: { allow } }));
    methods.set("OPTIONS", atRoot(answer));
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
