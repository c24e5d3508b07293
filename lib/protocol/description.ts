/**
 * Offers and answers as they travel: text that only browsers understand, and
 * the number of the negotiation it belongs to.
 *
 * @module
 */

import * as z from "zod/mini";
import { MAX_GEN, MAX_SDP_CHARS } from "./limits.ts";
import { digitsSchema } from "./number.ts";
import { pairIdSchema } from "./role.ts";
import type { Schema } from "./schema.ts";

/** Which of the two descriptions of a negotiation. */
export type DescriptionKind = "offer" | "answer";

/** A session description as one side posted it. */
export interface Description {
  /** The description; text, opaque to the server. */
  readonly sdp: string;
  /** Which negotiation of the pair it belongs to, from 0. */
  readonly gen: number;
}

/**
 * Parses the number of a negotiation. A part for other schemas.
 *
 * @ignore Its type is zod's own.
 */
export const genSchema: z.ZodMiniType<number, number> = z.number({
  error: "must be a number",
}).check(
  z.int("must be a whole number"),
  z.nonnegative("must not be negative"),
  z.maximum(MAX_GEN, `must be at most ${MAX_GEN}`),
);

/**
 * Parses a description's text; an object becomes its JSON text. A part for other schemas.
 *
 * @ignore Its type is zod's own.
 */
export const sdpSchema: z.ZodMiniType<string> = z.pipe(
  z.union([
    z.string(),
    z.pipe(
      z.record(z.string(), z.unknown()),
      z.transform((sdp) => JSON.stringify(sdp)),
    ),
  ], { error: "must be a string or an object" }),
  z.string().check(
    z.minLength(1, "must not be empty"),
    z.maxLength(MAX_SDP_CHARS, `must have at most ${MAX_SDP_CHARS} characters`),
  ),
);

/** Parses a description, as `GET offer` and `GET answer` give it. */
export const descriptionSchema: Schema<Description> = z.object({
  sdp: sdpSchema,
  gen: genSchema,
});

/** Body of `POST offer` and `POST answer`. */
export const postedDescriptionSchema: Schema<
  Description & { pairId: string }
> = z.object({
  pairId: pairIdSchema,
  sdp: sdpSchema,
  gen: z._default(genSchema, 0),
});

/** Query of `GET offer` and `GET answer`; without `gen` the newest is meant. */
export const descriptionQuerySchema: Schema<
  { pairId: string; gen?: number | undefined }
> = z.object({
  pairId: pairIdSchema,
  gen: z.optional(z.pipe(digitsSchema, genSchema)),
});
