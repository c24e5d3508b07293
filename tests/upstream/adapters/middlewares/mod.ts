/**
 * `src/middlewares/mod.ts` for upstream's tests.
 *
 * @module
 */
import {
  type Chain,
  compose,
  expectResponse,
  type Step,
} from "../../../../fresh/src/chain.ts";

/** Makes one middleware of many, which ends in the `next()` it is given. */
export function compileMiddlewares(steps: Step[]): Chain {
  return async (ctx) => {
    const { next } = ctx;
    return expectResponse(await compose(steps, () => next())(ctx));
  };
}
