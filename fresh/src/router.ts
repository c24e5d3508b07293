/**
 * Finds the route for a path.
 *
 * Patterns without placeholders are a map look-up; the others are tried in
 * the order they were registered.
 *
 * @module
 */
import type { Chain } from "./chain.ts";
import { HttpError } from "./error.ts";

/** One pattern and the chains of its methods. */
export interface RouteEntry {
  /** The pattern, as `ctx.route` says it. */
  pattern: string;
  /** Chains by method. */
  methods: Map<string, Chain>;
  /** Answers the methods that are not there. */
  otherwise: Chain;
}

/** A route that fits a path. */
export interface RouteMatch {
  /** The route. */
  entry: RouteEntry;
  /** Values of its parameters. */
  params: Record<string, string>;
}

/** Finds the route for a path. */
export class Router {
  readonly #static = new Map<string, RouteEntry>();
  readonly #dynamic = new Map<string, [URLPattern, RouteEntry]>();

  /** Returns the entry of a pattern, which is made when there is none. */
  entry(path: string): RouteEntry {
    const known = this.#static.get(path) ?? this.#dynamic.get(path)?.[1];
    if (known !== undefined) return known;
    const otherwise = () => Promise.reject(new HttpError(405));
    const entry = { pattern: path, methods: new Map(), otherwise };
    if (/[*:{}+?()]/.test(path)) {
      const pattern = new URLPattern({ pathname: path });
      entry.pattern = pattern.pathname;
      this.#dynamic.set(path, [pattern, entry]);
    } else {
      this.#static.set(path, entry);
    }
    return entry;
  }

  /** Every route, in the order of registration within its kind. */
  *entries(): Generator<RouteEntry> {
    yield* this.#static.values();
    for (const [, entry] of this.#dynamic.values()) yield entry;
  }

  /** Looks a path up among the patterns without placeholders. */
  matchStatic(path: string): RouteEntry | null {
    const exact = this.#static.get(path);
    if (exact !== undefined) return exact;
    if (path === "/") return null;
    const other = path.endsWith("/") ? path.slice(0, -1) : path + "/";
    return this.#static.get(other) ?? null;
  }

  /**
   * Finds the route for a normalized path.
   *
   * @throws {HttpError} 400 when a parameter has a malformed escape.
   */
  match(path: string): RouteMatch | null {
    const entry = this.matchStatic(path);
    if (entry !== null) return { entry, params: {} };
    for (const [pattern, entry] of this.#dynamic.values()) {
      const found = pattern.exec({ pathname: path });
      if (found === null) continue;
      return { entry, params: decodeAll(found.pathname.groups) };
    }
    return null;
  }
}

function decodeAll(
  groups: Record<string, string | undefined>,
): Record<string, string> {
  const params: Record<string, string> = {};
  try {
    for (const [name, value] of Object.entries(groups)) {
      params[name] = decodeURI(value ?? "");
    }
  } catch {
    throw new HttpError(400, "Malformed escape in the path");
  }
  return params;
}
