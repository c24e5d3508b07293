/**
 * `src/middlewares/mod.ts` for upstream's tests.
 *
 * @module
 */
import { type Chain, compose, type Step } from "../../../../fresh/src/chain.ts";

/** Makes one middleware of many, which ends in the `next()` it is given. */
export function compileMiddlewares(steps: Step[]): Chain {
  return (ctx) => {
    const { next } = ctx;
    return compose(steps, () => next())(ctx);
  };
}
