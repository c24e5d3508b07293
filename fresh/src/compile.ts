/**
 * Compiles an app's commands into a router with one ready chain per route.
 *
 * @module
 */
import type { BuildCache } from "./build_cache.ts";
import {
  type Chain,
  compose,
  Guard,
  type Recover,
  type Step,
} from "./chain.ts";
import { internalsOf } from "./context.ts";
import { HttpError } from "./error.ts";
import { fileCommands } from "./fs_routes.ts";
import { type RouteEntry, Router } from "./router.ts";
import type { AnyComponent, LayoutConfig, Method } from "./types.ts";

/** What an app was told, in the order it was told. */
export type Command =
  | { type: "use"; segments: string[]; steps: Step[] }
  | {
    type: "route";
    segments: string[];
    pattern: string;
    methods: readonly Method[];
    steps: Step[];
  }
  | { type: "wrapper"; component: AnyComponent }
  | {
    type: "layout";
    segments: string[];
    component: AnyComponent;
    config: LayoutConfig;
  }
  | { type: "onError"; segments: string[]; recover: Recover }
  | { type: "notFound"; recover: Recover }
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
  onError: Recover | null = null;
}

/**
 * Splits a pattern into the segments that middlewares are registered on.
 *
 * Optional parts are none: a middleware on "/api" holds for
 * "/api{/:version}?/end" as well.
 *
 * @param pattern The pattern.
 * @param hasLast Whether what comes after the last slash is one of them.
 */
export function segmentsOf(pattern: string, hasLast = true): string[] {
  if (pattern === "*" || pattern === "/*") return [];
  const parts = pattern.replace(/\{[^}]*\}\??/g, "").split("/");
  if (parts[0] === "") parts.shift();
  const last = parts.pop();
  return hasLast && last ? [...parts, last] : parts;
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
    const chain = tree.chain(command.segments, command.steps, endOfChain);
    // A route for the whole app has no path of its own.
    const pattern = command.pattern === "*" ? "/*" : command.pattern;
    const { methods } = router.entry(pattern === "" ? "*" : pattern);
    for (const method of command.methods) {
      // The first one for a method and pattern stays.
      if (!methods.has(method)) methods.set(method, chain);
    }
  }
  const atRoot = (end: Chain) => tree.chain([], [], end);
  for (const entry of router.entries()) finish(entry, atRoot);
  return {
    router,
    reject: atRoot((ctx) =>
      Promise.reject(internalsOf(ctx).failure ?? new HttpError(404))
    ),
  };
}

function endOfChain(): Promise<Response> {
  return Promise.reject(new HttpError(404));
}

/** Segments as they are after the commands applied so far. */
class SegmentTree {
  readonly #root = new Segment();
  readonly #notFound: Recover | null;
  #wrapper: AnyComponent | null = null;

  constructor(commands: Command[]) {
    // Order is no matter for notFound: the last one holds for all routes.
    const last = commands.findLast((command) => command.type === "notFound");
    this.#notFound = last?.recover ?? null;
  }

  apply(command: Exclude<Command, { type: "route" }>): void {
    if (command.type === "wrapper") this.#wrapper = command.component;
    if (!("segments" in command)) return;
    const segment = this.#path(command.segments).at(-1)!;
    if (command.type === "use") segment.steps.push(...command.steps);
    else if (command.type === "layout") segment.layout = command;
    else segment.onError = command.recover;
  }

  /** Composes the chain of a route: each segment's part, then its own. */
  chain(segments: string[], own: Step[], end: Chain): Chain {
    const notFound = this.#notFound;
    const steps: (Step | Guard)[] = [];
    for (const segment of this.#path(segments)) {
      const { layout, onError } = segment;
      const wrapper = segment === this.#root ? this.#wrapper : null;
      if (wrapper ?? layout ?? onError ?? notFound) {
        steps.push(new Guard({ wrapper, layout, onError, notFound }));
      }
      steps.push(...segment.steps);
    }
    return compose([...steps, ...own], end);
  }

  #path(segments: string[]): Segment[] {
    const path = [this.#root];
    for (const part of segments) {
      if (part === "") {
        path.length = 1;
        continue;
      }
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
  entry.otherwise = atRoot(() => Promise.reject(new HttpError(405)));
}
