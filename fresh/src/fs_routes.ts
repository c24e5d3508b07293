/**
 * Turns the files of the routes folder into commands of an app.
 *
 * @module
 */
import type { FileRoute } from "./build_cache.ts";
import { toSteps } from "./chain.ts";
import { type Command, scopeOf } from "./compile.ts";
import { recoveryOf, stepsOf } from "./pages.ts";
import type {
  AnyComponent,
  AnyMiddleware,
  AnyState,
  Route,
  RouteConfig,
} from "./types.ts";
import { joinPath } from "./url.ts";

type AnyRoute = Route<AnyState>;

/** What a module of the routes folder may export. */
interface RouteModule {
  handler?: unknown;
  handlers?: unknown;
  default?: unknown;
  config?: RouteConfig;
  css?: string[];
}

/**
 * Makes the commands for file routes.
 *
 * @param files Modules of the routes folder.
 * @param prefix Path that all of them are mounted on; "*" for none.
 * @throws {SyntaxError} If a file name is no pattern.
 * @throws {TypeError} If a module exports nothing usable.
 */
export function fileCommands(files: FileRoute[], prefix: string): Command[] {
  const sorted = [...files].sort((a, b) => comparePaths(a.path, b.path));
  const parsed = sorted.map((file) => ({ file, ...placeOf(file.path) }));
  // Scopes are folders, so all that has one can come before all routes.
  const special = parsed.filter(({ name }) => SPECIAL.has(name));
  const routes = parsed.filter(({ name }) => !SPECIAL.has(name));
  const base = scopeOf(prefix);
  return [
    ...special.flatMap(({ file, name, scope }) =>
      specialCommands(name, [...base, ...scope], file)
    ),
    ...routes.map(({ file, scope }) =>
      routeCommand([...base, ...scope], file, prefix)
    ),
  ];
}

const SPECIAL = new Set([
  "_app",
  "_layout",
  "_middleware",
  "_error",
  "_500",
  "_404",
]);

/** Splits a path into its folders, as segments, and its file name. */
function placeOf(path: string): { name: string; scope: string[] } {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  const scope = parts.map((part) =>
    isGroup(part) ? part : pathToPattern(part).slice(1)
  );
  return { name, scope };
}

const isGroup = (part: string): boolean => /^\(.*\)$/.test(part);

function specialCommands(
  name: string,
  scope: string[],
  { path, mod }: FileRoute,
): Command[] {
  if (name === "_middleware") return middlewareCommands(scope, path, mod);
  const route = routeOf(path, mod);
  if (name === "_404") {
    return [{ type: "notFound", recovery: recoveryOf(route) }];
  }
  if (name === "_error" || name === "_500") {
    return [{ type: "onError", scope, recovery: recoveryOf(route) }];
  }
  if (route.handler !== undefined) {
    warn(`${path} has handlers, which are ignored`);
  }
  const component = route.component as AnyComponent | undefined;
  if (component === undefined) return [];
  const config = route.config ?? {};
  return name === "_app"
    ? [{ type: "wrapper", component }]
    : [{ type: "layout", scope, component, config }];
}

function middlewareCommands(
  scope: string[],
  path: string,
  mod: RouteModule,
): Command[] {
  const found = mod.handlers ?? mod.handler ?? mod.default;
  if (found === undefined) throw noExports(path);
  if (typeof found !== "function" && !Array.isArray(found)) {
    warn(`${path} has handlers by verb, which a middleware cannot have`);
    return [];
  }
  const list = (Array.isArray(found) ? found : [found]) as AnyMiddleware[];
  return [{ type: "use", scope, steps: toSteps(list) }];
}

function routeCommand(
  scope: string[],
  { path, mod }: FileRoute,
  prefix: string,
): Command {
  const route = routeOf(path, mod);
  return {
    type: "route",
    scope,
    pattern: joinPath(
      prefix,
      route.config?.routeOverride ?? pathToPattern(path),
    ),
    methods: stepsOf(route).map(([method, step]) => [method, [step]]),
  };
}

function routeOf(path: string, mod: RouteModule): AnyRoute {
  const handler = mod.handlers ?? mod.handler;
  const component = mod.default;
  if (handler === undefined && component === undefined && !mod.config) {
    throw noExports(path);
  }
  if (typeof handler === "function" && handler.length > 1) {
    throw new TypeError(
      `Cannot use ${path} as its handler takes ${handler.length} arguments: it must take the context only`,
    );
  }
  return {
    handler: handler as AnyRoute["handler"],
    component: component as AnyRoute["component"],
    config: mod.config,
    css: mod.css,
  };
}

function noExports(path: string): TypeError {
  return new TypeError(`Could not find relevant exports in route: ${path}`);
}

function warn(message: string): void {
  // deno-lint-ignore no-console
  console.warn(`Fresh: ${message}`);
}

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
  if (tokens.join("") !== part) {
    throw new SyntaxError(`Cannot use "${part}" as its brackets do not match`);
  }
  return "/" + tokens.map((token, i) => {
    if (!token.startsWith("[")) return token.replace(/[:*+?{}()\\]/g, "\\$&");
    const following = tokens[i + 1] ?? "";
    if (following.startsWith("[")) {
      throw new SyntaxError(
        `Cannot use "${part}" as there is nothing between two parameters`,
      );
    }
    // Braces end the name where a letter follows it.
    const name = `:${token.slice(1, -1)}`;
    return /^[\w$]/.test(following) ? `{${name}}` : name;
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
