/**
 * Turns the files of the routes folder into commands of an app.
 *
 * @module
 */
import type { FileRoute, RouteModule } from "./build_cache.ts";
import type { Step } from "./chain.ts";
import { type Command, segmentsOf } from "./compile.ts";
import { comparePaths } from "./file_order.ts";
import { missing, onlyKnown } from "./missing.ts";
import { answer, METHODS, methodsOf, recoveryOf } from "./pages.ts";
import type { AnyComponent, AnyContext, AnyRoute } from "./types.ts";

export { comparePaths } from "./file_order.ts";

/**
 * Makes the commands for file routes.
 *
 * @param files Modules of the routes folder.
 * @throws {SyntaxError} If a file name is no pattern.
 * @throws {TypeError} If a module exports nothing usable.
 */
export function fileCommands(files: FileRoute[]): Command[] {
  return [...files].sort((a, b) => comparePaths(a.path, b.path))
    .flatMap(commandsOf);
}

function commandsOf({ path, mod }: FileRoute): Command[] {
  const [, folder = "", name = ""] = /^(.*\/)?([^/]*)$/.exec(path) ?? [];
  if (typeof mod === "function") return [lazyRoute(path, mod)];
  const route = routeOf(path, mod);
  const segments = segmentsOf(pathToPattern(folder.slice(0, -1), true));
  const component = route.component as AnyComponent | undefined;
  switch (name) {
    case "_middleware": {
      const steps = middlewaresOf(path, mod);
      return steps.length === 0 ? [] : [{ type: "use", segments, steps }];
    }
    case "_app":
      return component === undefined ? [] : [{ type: "wrapper", component }];
    case "_layout":
      if (route.handler !== undefined) warn("Layouts have no handlers", path);
      return component === undefined
        ? []
        : [{ type: "layout", segments, component, config: route.config ?? {} }];
    case "_error":
      return [{ type: "onError", segments, recover: recoveryOf(route) }];
    case "_404":
      return [{ type: "notFound", recover: recoveryOf(route) }];
    case "_500":
      return missing("_500, in place of _error,");
  }
  const methods = methodsOf(route);
  const steps: Step[] = [(ctx) => answer(ctx, route)];
  return [{ type: "route", ...placeOf(path), methods, steps }];
}

/** A module that is imported when it is needed; its verbs are unknown till then. */
function lazyRoute(path: string, load: () => Promise<RouteModule>): Command {
  let route: AnyRoute | undefined;
  async function loadAndAnswer(ctx: AnyContext): Promise<unknown> {
    route = routeOf(path, await load());
    return await answer(ctx, route);
  }
  const steps: Step[] = [
    (ctx) => route === undefined ? loadAndAnswer(ctx) : answer(ctx, route),
  ];
  return { type: "route", ...placeOf(path), methods: METHODS, steps };
}

function placeOf(path: string): { segments: string[]; pattern: string } {
  const name = pathToPattern(path, true);
  const isIndex = /(^|\/)index$/.test(path) && !name.endsWith("/");
  const segments = segmentsOf(isIndex ? `${name}/` : name, false);
  return { segments, pattern: pathToPattern(path) };
}

function middlewaresOf(path: string, mod: RouteModule): Step[] {
  const found = mod.handlers ?? mod.handler ?? mod.default;
  if (typeof found === "object" && !Array.isArray(found)) {
    if (found !== null) warn("Middlewares have no handlers by verb", path);
    return [];
  }
  return [found].flat() as Step[];
}

function routeOf(path: string, mod: RouteModule): AnyRoute {
  const isMiddleware = /(^|\/)_middleware$/.test(path);
  const handler = (mod.handlers ?? mod.handler) as AnyRoute["handler"];
  const component = mod.default as AnyRoute["component"];
  const isUsable = typeof component === "function" ||
    isMiddleware && Array.isArray(component) || isPart(handler) ||
    typeof mod.config === "object";
  if (!isUsable) {
    throw new TypeError(`Cannot use ${path}: there are no relevant exports`);
  }
  if (typeof handler === "function" && handler.length > 1) {
    throw new TypeError(
      `Cannot use ${path}: handlers must have one argument only`,
    );
  }
  const known = ["skipAppWrapper", "skipInheritedLayouts"];
  onlyKnown(mod.config ?? {}, known, `the config of ${path}`);
  if (mod.css !== undefined) missing(`"css" of ${path}`);
  return { handler, component, config: mod.config };
}

function isPart(value: unknown): boolean {
  return typeof value === "function" || typeof value === "object";
}

function warn(reason: string, path: string): void {
  // deno-lint-ignore no-console
  console.warn(`Ignored a part of ${path}: ${reason}`);
}

/**
 * Turns the path of a route file into a URL pattern.
 *
 * @param path Path below the routes folder without extension.
 * @param hasGroups Whether groups are parts of it, as they are of segments.
 * @throws {SyntaxError} If brackets do not match or parameters touch.
 */
export function pathToPattern(path: string, hasGroups = false): string {
  const parts = path.split("/");
  if (parts.at(-1) === "index") parts.pop();
  const patterns = parts
    .filter((part) => hasGroups || !/^\(.*\)$/.test(part))
    .map((part) => partToPattern(part, path));
  const pattern = patterns.join("");
  if (pattern === "") return "/";
  const isOptional = patterns.every((part) => /^(\{\/|\/:\w+\*$)/.test(part));
  return isOptional ? pattern.replace(/^\{\//, "/{") : pattern;
}

function partToPattern(part: string, path: string): string {
  const rest = /^\[\.\.\.(.*)\]$/.exec(part);
  if (rest !== null) return `/:${rest[1]}*`;
  const optional = /^\[\[([^[\]]+)\]\]$/.exec(part);
  if (optional !== null) return `{/:${optional[1]}}?`;
  const literal = part.replace(/\[[^[\]]+\]/g, "");
  if (part.includes("][") || /[[\]]/.test(literal)) {
    throw new SyntaxError(
      `Cannot use "${path}" as its brackets do not match, or touch`,
    );
  }
  return `/${part.replaceAll("[", ":").replaceAll("]", "")}`;
}
