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
  /** The pattern, as registered. */
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

interface DynamicRoute {
  entry: RouteEntry;
  urlPattern: URLPattern;
}

/** Tells whether a pattern has placeholders. */
export function isDynamic(pattern: string): boolean {
  return /[*:{}+?()\\]/.test(pattern);
}

/** Finds the route for a path. */
export class Router {
  readonly #static = new Map<string, RouteEntry>();
  readonly #dynamic = new Map<string, DynamicRoute>();

  /** Every route, in the order of registration within its kind. */
  *entries(): Generator<RouteEntry> {
    yield* this.#static.values();
    for (const { entry } of this.#dynamic.values()) yield entry;
  }

  /** Adds a chain; the first one for a method and pattern stays. */
  add(method: string, pattern: string, chain: Chain): void {
    const { methods } = this.#entryOf(pattern);
    if (!methods.has(method)) methods.set(method, chain);
  }

  #entryOf(pattern: string): RouteEntry {
    const key = isDynamic(pattern)
      ? pattern
      // As a URL spells it, so that "/sp ace" is found as "/sp%20ace".
      : new URL(pattern, "http://localhost").pathname;
    const known = this.#static.get(key) ?? this.#dynamic.get(key)?.entry;
    if (known !== undefined) return known;
    const entry: RouteEntry = {
      pattern,
      methods: new Map(),
      otherwise: () => Promise.reject(new HttpError(405)),
    };
    if (isDynamic(pattern)) {
      const urlPattern = new URLPattern({ pathname: pattern });
      this.#dynamic.set(key, { entry, urlPattern });
    } else {
      this.#static.set(key, entry);
    }
    return entry;
  }

  /** Looks a path up among the patterns without placeholders. */
  matchStatic(path: string): RouteEntry | null {
    const exact = this.#static.get(path);
    if (exact !== undefined) return exact;
    const other = path.endsWith("/") ? path.slice(0, -1) : path + "/";
    return this.#static.get(other) ?? null;
  }

  /**
   * Finds the route for a normalised path.
   *
   * @throws {HttpError} 400 when a parameter has a malformed escape.
   */
  match(path: string): RouteMatch | null {
    const entry = this.matchStatic(path);
    if (entry !== null) return { entry, params: {} };
    for (const { entry, urlPattern } of this.#dynamic.values()) {
      const found = urlPattern.exec({ pathname: path });
      if (found !== null) {
        return { entry, params: decodeAll(found.pathname.groups) };
      }
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
      params[name] = value === undefined ? "" : decodeURI(value);
    }
  } catch {
    throw new HttpError(400, "Malformed escape in the path");
  }
  return params;
}
