/**
 * `src/app.ts` for upstream's tests.
 *
 * @module
 */
import { addCommand, setBuildCache as attach } from "../../../fresh/src/app.ts";
import type { Step } from "../../../fresh/src/chain.ts";
import { segmentsOf } from "../../../fresh/src/compile.ts";
import { missing } from "../../../fresh/src/missing.ts";
import { App as OwnApp } from "../../../fresh/src/mod.ts";
import { answer, methodsOf } from "../../../fresh/src/pages.ts";
import type {
  AnyComponent,
  AnyRoute,
  LayoutConfig,
} from "../../../fresh/src/types.ts";
import { type AnyCache, toOwnCache } from "./build_cache.ts";

/**
 * Our app, and what file routes compile to under the names that upstream has
 * for it in code: so upstream's tests of wrappers, layouts and pages are tests
 * of ours, though apps have to write files for them.
 */
export class App<State = unknown> extends OwnApp<State> {
  /** As a file "_app". */
  appWrapper(component: AnyComponent): this {
    addCommand(this, { type: "wrapper", component });
    return this;
  }

  /** As a file "_layout". */
  layout(
    path: string,
    component: AnyComponent,
    config: LayoutConfig = {},
  ): this {
    const segments = segmentsOf(path);
    addCommand(this, { type: "layout", segments, component, config });
    return this;
  }

  /** As a file with a page. */
  route(pattern: string, route: AnyRoute): this {
    if (typeof route === "function") missing("a lazy route");
    const methods = methodsOf(route);
    const steps: Step[] = [(ctx) => answer(ctx, route)];
    const segments = segmentsOf(pattern);
    addCommand(this, { type: "route", segments, pattern, methods, steps });
    return this;
  }
}

/** Attaches a build, whatever it is written for. */
export function setBuildCache<T>(
  app: App<T>,
  cache: AnyCache,
  mode: "development" | "production",
): void {
  attach(app, toOwnCache(cache), mode);
}
