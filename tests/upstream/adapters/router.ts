/**
 * `src/router.ts` for upstream's tests.
 *
 * @module
 */
import { pathToPattern as ownPattern } from "../../../fresh/src/fs_routes.ts";
import { Router } from "../../../fresh/src/router.ts";
import { missing } from "../../../fresh/src/missing.ts";
import { segmentsOf } from "../../../fresh/src/compile.ts";

/** What a look-up finds, as upstream says it. */
interface Found {
  params: Record<string, string>;
  item: unknown;
  methodMatch: boolean;
  pattern: string | null;
}

/** Upstream's router, on ours. */
export class UrlPatternRouter {
  readonly #router = new Router();

  /** Adds what answers a method of a path. */
  add(method: string, pathname: string, item: unknown): void {
    const { methods } = this.#router.entry(pathname);
    if (!methods.has(method)) methods.set(method, item as never);
  }

  /** Finds what answers a request. */
  match(method: string, url: URL): Found {
    const match = this.#router.match(url.pathname);
    const params = Object.assign(Object.create(null), match?.params);
    const item = match?.entry.methods.get(method) ?? null;
    return {
      params: item === null ? Object.create(null) : params,
      item,
      methodMatch: item !== null,
      pattern: match?.entry.pattern ?? null,
    };
  }
}

/** Turns a file's path into a pattern. */
export function pathToPattern(
  path: string,
  { keepGroups = false } = {},
): string {
  return ownPattern(path, keepGroups);
}

/** Splits a pattern into the segments that have middlewares. */
export function patternToSegments(
  path: string,
  root: string,
  includeLast = false,
): string[] {
  return [root, ...segmentsOf(path, includeLast)];
}

/** Joins a base path, which ours has not. */
export function mergePath(): never {
  return missing("mergePath()");
}

/** Tells patterns from paths. */
export const IS_PATTERN = /[*:{}+?()]/;
