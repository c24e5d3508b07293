/**
 * What the server answers to an emission of call statistics.
 *
 * @module
 */

import * as z from "zod/mini";
import type { Schema } from "./schema.ts";

/** The answer of `POST /api/monitoring/stats`. */
export interface StatsAnswer {
  /** The emission was taken. */
  ok: true;
  /** Whether it was of no use: the server wants the whole state. */
  resync?: boolean;
}

/** Parses the answer. */
export const statsAnswerSchema: Schema<StatsAnswer> = z.object({
  ok: z.literal(true),
  resync: z.exactOptional(z.boolean()),
});
