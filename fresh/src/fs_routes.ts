/**
 * Turns the files of the routes folder into commands of an app.
 *
 * @module
 */
import type { FileRoute } from "./build_cache.ts";
import type { Step } from "./chain.ts";
import { type Command, scopeOf } from "./compile.ts";
import { recoveryOf, stepsOf } from "./pages.ts";
import type { AnyComponent, AnyRoute, LayoutConfig } from "./types.ts";

/** What a module of the routes folder may export. */
interface RouteModule {
  handler?: unknown;
  handlers?: unknown;
  default?: unknown;
  config?: LayoutConfig;
}

/**
 * Makes the commands for file routes.
 *
 * @param files Modules of the routes folder.
 * @throws {SyntaxError} If a file name is no pattern.
 * @throws {TypeError} If a module exports nothing usable.
 */
export function fileCommands(files: FileRoute[]): Command[] {
  const commands = [...files]
    .sort((a, b) => comparePaths(a.path, b.path))
    .map(commandOf);
  // Scopes are folders, so all that has one can come before all routes.
  return [
    ...commands.filter(({ type }) => type !== "route"),
    ...commands.filter(({ type }) => type === "route"),
  ];
}

function commandOf({ path, mod }: FileRoute): Command {
  const folders = path.split("/");
  const name = folders.pop();
  const scope = folders.flatMap((part) =>
    isGroup(part) ? [part] : scopeOf(partToPattern(part))
  );
  if (name === "_middleware") {
    return { type: "use", scope, steps: middlewaresOf(path, mod) };
  }
  const route = routeOf(path, mod);
  const component = route.component as AnyComponent;
  switch (name) {
    case "_app":
      return { type: "wrapper", component };
    case "_layout":
      return { type: "layout", scope, component, config: route.config ?? {} };
    case "_error":
      return { type: "onError", scope, recover: recoveryOf(route) };
    case "_404":
      return { type: "notFound", recover: recoveryOf(route) };
  }
  const pattern = pathToPattern(path);
  return { type: "route", scope, pattern, methods: stepsOf(route) };
}

function middlewaresOf(path: string, mod: RouteModule): Step[] {
  const found = [mod.handlers ?? mod.handler ?? mod.default].flat();
  if (found.every((fn) => typeof fn === "function")) return found as Step[];
  throw noExports(path);
}

function routeOf(path: string, mod: RouteModule): AnyRoute {
  const handler = (mod.handlers ?? mod.handler) as AnyRoute["handler"];
  const component = mod.default as AnyRoute["component"];
  const isAround = /(^|\/)_(app|layout)$/.test(path);
  if (component === undefined && (handler === undefined || isAround)) {
    throw noExports(path);
  }
  return { handler, component, config: mod.config };
}

function noExports(path: string): TypeError {
  return new TypeError(`Could not find relevant exports in route: ${path}`);
}

const isGroup = (part: string): boolean => /^\(.*\)$/.test(part);

/**
 * Turns the path of a route file into a URL pattern.
 *
 * @param path Path below the routes folder without extension.
 * @throws {SyntaxError} If brackets do not match or parameters touch.
 */
export function pathToPattern(path: string): string {
  const parts = path.split("/");
  if (parts.at(-1) === "index") parts.pop();
  const pattern = parts.filter((part) => !isGroup(part)).map(partToPattern)
    .join("");
  return pattern === "" ? "/" : pattern.replace(/^\{\//, "/{");
}

function partToPattern(part: string): string {
  const optional = /^\[\[([\w$]+)\]\]$/.exec(part);
  if (optional !== null) return `{/:${optional[1]}}?`;
  const rest = /^\[\.\.\.([\w$]+)\]$/.exec(part);
  if (rest !== null) return `/:${rest[1]}*`;
  const tokens = part.match(/\[[\w$]+\]|[^[\]]+/g) ?? [];
  if (tokens.join("") !== part || part.includes("][")) {
    throw new SyntaxError(
      `Cannot use "${part}" as its brackets do not match, or touch`,
    );
  }
  return "/" + tokens.map((token, i) => {
    if (!token.startsWith("[")) return token.replace(/[:*+?{}()\\]/g, "\\$&");
    // Braces end the name where a letter follows it.
    const name = `:${token.slice(1, -1)}`;
    return /^[\w$]/.test(tokens[i + 1] ?? "") ? `{${name}}` : name;
  }).join("");
}

/**
 * Orders route files so that the more exact pattern comes first: on each
 * level `index`, names, groups, parameters, and what takes the rest last.
 */
export function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i], right[i]];
    if (x === y) continue;
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    const rank = rankOf(x) - rankOf(y);
    return rank !== 0 ? rank : x < y ? -1 : 1;
  }
  return 0;
}

const RANKS = ["_app", "_middleware", "_layout", "_error", "index"];

function rankOf(part: string): number {
  const special = RANKS.indexOf(part);
  if (special >= 0) return special;
  if (part.includes("[...")) return 9;
  if (part.includes("[[")) return 8;
  if (part.includes("[")) return 7;
  return isGroup(part) ? 6 : 5;
}
