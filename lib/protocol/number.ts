/**
 * Numbers as queries write them.
 *
 * @module
 */

import * as z from "zod/mini";

/**
 * Parses a whole number: digits and nothing else. A part for other schemas.
 *
 * @ignore Its type is zod's own.
 */
export const digitsSchema: z.ZodMiniType<number, string> = z.pipe(
  z.string().check(
    z.regex(/^\d{1,9}$/, "must be a whole number, not negative"),
  ),
  z.transform(Number),
);
