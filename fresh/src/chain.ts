/**
 * Chains of middlewares, and the guards that turn errors into pages.
 *
 * A chain is composed once, when the app is compiled; a request only walks it.
 *
 * @module
 */
import { internalsOf, NO_VIEW } from "./context.ts";
import { statusOf } from "./error.ts";
import { missing } from "./missing.ts";
import type { AnyComponent, AnyContext, LayoutConfig } from "./types.ts";

/** A composed chain. */
export type Chain = (ctx: AnyContext) => Promise<Response>;

/** One place in a chain; what the whole chain returns is checked by the app. */
export type Step = (ctx: AnyContext) => unknown;

/** Answers for an error, with a page of that status. */
export type Recover = (ctx: AnyContext, status: number) => unknown;

/** What surrounds the pages of a segment. */
export interface View {
  /** The outermost component. */
  readonly wrapper: AnyComponent | null;
  /** Layouts from the outermost to the innermost. */
  readonly layouts: readonly AnyComponent[];
}

/** Leaves out what a layout or a page does not want around it. */
export function withoutSkipped(view: View, config: LayoutConfig): View {
  if (!config.skipAppWrapper && !config.skipInheritedLayouts) return view;
  return {
    wrapper: config.skipAppWrapper ? null : view.wrapper,
    layouts: config.skipInheritedLayouts ? [] : view.layouts,
  };
}

/**
 * Composes steps and guards into one function that ends in `end`. Whoever calls
 * it awaits what it gives and checks it by {@link expectResponse}.
 */
export function compose(steps: (Step | Guard)[], end: Chain): Chain {
  const outermost = steps.findIndex((step) =>
    !(step instanceof Guard) || step.recovers
  );
  return steps.reduceRight<Chain>(
    (after, step, at) => {
      if (step instanceof Guard) return step.around(after, at === 0);
      const [isOutermost, isLast] = [at === outermost, after === end];
      return link(step, after, { isOutermost, isLast });
    },
    end,
  );
}

function link(
  step: Step,
  after: Chain,
  { isOutermost, isLast }: { isOutermost: boolean; isLast: boolean },
): Chain {
  return (ctx) => {
    let inner: Promise<Response> | undefined;
    // Not set again once inner steps ran: a second call goes on behind them.
    ctx.next = () => inner = after(ctx);
    let result: unknown;
    try {
      result = step(ctx);
    } catch (error) {
      ctx.error = error;
      return Promise.reject(error);
    }
    // Nothing is further out that would read the error of this one.
    if (isOutermost) return result as Promise<Response>;
    // A step that only passes the request on costs no wait of its own: the
    // steps further in note what went wrong there. The end does not.
    if (result === inner && inner !== undefined && !isLast) return inner;
    return settled(ctx, result);
  };
}

function settled(ctx: AnyContext, result: unknown): Promise<Response> {
  return Promise.resolve(result as Response).catch((error) => {
    ctx.error = error;
    throw error;
  });
}

/** Checks what a chain came to. */
export function expectResponse(result: unknown): Response {
  if (result instanceof Response) return result;
  if (typeof result === "function") missing("a lazy middleware");
  throw new TypeError(
    `Cannot answer as a middleware must return a Response: current value is ${
      typeof result === "object" ? "an object" : String(result)
    }`,
  );
}

/** What a guard adds to the pages of its segment, and does with its errors. */
export interface GuardOptions {
  /** The app's wrapper, at the root. */
  wrapper: AnyComponent | null;
  /** The segment's layout, if it has one. */
  layout: { component: AnyComponent; config: LayoutConfig } | null;
  /** The segment's error route, if it has one. */
  onError: Recover | null;
  /** The app's page for 404, if it has one. */
  notFound: Recover | null;
}

/**
 * Catches the errors of a segment and shows them on its error page.
 *
 * It comes before the segment's middlewares, so what those do to answers is
 * not done to error pages. It is no step, since every request passes one and
 * nothing is passed on to it.
 */
export class Guard {
  readonly #options: GuardOptions;

  /** Makes the guard of a segment. */
  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** Whether it has a page for errors, which may tell them. */
  get recovers(): boolean {
    return this.#options.onError !== null || this.#options.notFound !== null;
  }

  /**
   * Puts it around what comes after.
   *
   * @param isOutermost Whether nothing is around it that may render a page.
   */
  around(after: Chain, isOutermost: boolean): Chain {
    if (isOutermost && !this.recovers) {
      const view = viewInside(NO_VIEW, this.#options);
      return (ctx) => {
        internalsOf(ctx).view = view;
        return after(ctx);
      };
    }
    return async (ctx) => {
      const internals = internalsOf(ctx);
      const { view: outer } = internals;
      internals.view = viewInside(outer, this.#options);
      try {
        return await after(ctx);
      } catch (error) {
        ctx.next ??= () => after(ctx);
        return await this.#recover(ctx, error);
      } finally {
        // A middleware further out may render a page of its own.
        internals.view = outer;
      }
    };
  }

  async #recover(ctx: AnyContext, error: unknown): Promise<Response> {
    const { onError, notFound } = this.#options;
    const status = statusOf(error);
    try {
      if (status === 404 && notFound !== null) {
        return await notFound(ctx, 200) as Response;
      }
      if (onError !== null) return await onError(ctx, status) as Response;
      throw error;
    } catch (failure) {
      ctx.error = failure;
      throw failure;
    }
  }
}

function viewInside(outer: View, { wrapper, layout }: GuardOptions): View {
  const view = wrapper === null ? outer : { ...outer, wrapper };
  if (layout === null) return view;
  const kept = withoutSkipped(view, layout.config);
  return { ...kept, layouts: [...kept.layouts, layout.component] };
}
