/**
 * Chains of middlewares, and the guards that turn errors into pages.
 *
 * A chain is composed once, when the app is compiled; a request only walks it.
 *
 * @module
 */
import { internalsOf } from "./context.ts";
import { statusOf } from "./error.ts";
import type { AnyComponent, AnyContext, LayoutConfig } from "./types.ts";

/** A composed chain. */
export type Chain = (ctx: AnyContext) => Promise<Response>;

/** One place in a chain; what it returns is checked. */
export type Step = (ctx: AnyContext) => unknown;

/** What surrounds the pages of a segment. */
export interface View {
  /** The outermost component. */
  wrapper: AnyComponent | null;
  /** Layouts from the outermost to the innermost. */
  layouts: AnyComponent[];
}

/** Leaves out what a layout or a page does not want around it. */
export function withoutSkipped(view: View, config: LayoutConfig): View {
  return {
    wrapper: config.skipAppWrapper ? null : view.wrapper,
    layouts: config.skipInheritedLayouts ? [] : view.layouts,
  };
}

/** Composes steps into one function that ends in `end`. */
export function compose(steps: Step[], end: Chain): Chain {
  return steps.reduceRight<Chain>((after, step) => link(step, after), end);
}

function link(step: Step, after: Chain): Chain {
  return async (ctx) => {
    const next = async () => {
      try {
        return await after(ctx);
      } catch (error) {
        ctx.error = error;
        throw error;
      } finally {
        // Inner steps set their own; this step may ask again after they ran.
        ctx.next = next;
      }
    };
    ctx.next = next;
    return expectResponse(await step(ctx));
  };
}

/** Checks what a middleware or a handler returned. */
export function expectResponse(result: unknown): Response {
  if (result instanceof Response) return result;
  throw new TypeError(
    `Cannot answer as a middleware must return a Response: current value is ${
      typeof result === "object" ? "an object" : String(result)
    }`,
  );
}

/** What a guard does with the errors of its segment. */
export interface GuardOptions {
  /** What surrounds pages in this segment. */
  view: View;
  /** The segment's error route, if it has one. */
  onError: Step | null;
  /** The app's page for 404, if it has one. */
  notFound: Step | null;
  /** Only the root turns 404 into the notFound page. */
  isRoot: boolean;
}

/**
 * Catches the errors of a segment and shows them on its error page.
 *
 * Each segment has two: the inner one sits behind the segment's middlewares,
 * so headers they set after `next()` are on error pages too; the outer one
 * takes what those middlewares throw themselves.
 */
export function guard(options: GuardOptions): Step {
  const { view, onError, notFound, isRoot } = options;
  return async (ctx) => {
    const internals = internalsOf(ctx);
    const outer = internals.view;
    internals.view = view;
    try {
      return await ctx.next();
    } catch (error) {
      const missing = statusOf(error) === 404 ? notFound : null;
      // Where the app has a page for 404 it takes them all, but only at the
      // root: a middleware of an inner segment still sees them pass.
      const recover = missing === null ? onError : isRoot ? missing : null;
      if (recover === null || internals.failed?.has(recover)) throw error;
      internals.view = view;
      try {
        return expectResponse(await recover(ctx));
      } catch (again) {
        (internals.failed ??= new Set()).add(recover);
        ctx.error = again;
        throw again;
      }
    } finally {
      // A middleware further out may render a page of its own.
      internals.view = outer;
    }
  };
}
