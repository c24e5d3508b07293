/**
 * Parses what may be old or cut off: what does not fit falls back.
 *
 * @module
 */

import * as z from "zod/mini";

/**
 * Wraps a schema so that it never fails.
 *
 * In place of `z.catch`, which keeps all of zod's helpers in the page: 3 KB
 * gzipped (zod 4.6.7).
 *
 * @ignore Its type is zod's own.
 * @param fallback What there is in place of something that does not fit.
 *
 * @example A missing field falls back, too
 * ```ts
 * import { deepEqual } from "node:assert/strict";
 * import * as z from "zod/mini";
 * import { orElse } from "@/lib/protocol/or_else.ts";
 *
 * const schema = z.object({ volume: orElse(z.number(), 1) });
 * deepEqual(schema.parse({ volume: 0.5 }), { volume: 0.5 });
 * deepEqual(schema.parse({ volume: "loud" }), { volume: 1 });
 * deepEqual(schema.parse({}), { volume: 1 });
 * ```
 */
export function orElse<T>(
  schema: z.ZodMiniType<T>,
  fallback: T,
): z.ZodMiniType<T> {
  return z.pipe(
    z.optional(z.unknown()),
    z.transform((value) => {
      const parsed = schema.safeParse(value);
      return parsed.success ? parsed.data : fallback;
    }),
  );
}
