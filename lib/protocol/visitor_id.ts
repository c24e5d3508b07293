/**
 * The id of a visitor as people hand it on: by itself, or as the cookie that
 * begins with it.
 *
 * @module
 */

import * as z from "zod/mini";

/**
 * Parses an id, or the value of the cookie `anon` with or without its name; the
 * signature is dropped. A part for other schemas.
 *
 * @ignore Its type is zod's own.
 */
export const visitorIdSchema: z.ZodMiniType<string, string> = z.pipe(
  z.pipe(
    z.string().check(z.trim()),
    z.transform((text) => text.replace(/^anon=/, "").split(".")[0]!),
  ),
  z.string().check(z.regex(/^[\w-]{8,128}$/, "must be an id")),
);

/** Where an admin asks which call a visitor is in. */
export const VISITOR_CALL_PATH = "/api/monitoring/visitor-call";
