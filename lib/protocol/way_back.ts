/**
 * The way back from a Next that was pressed by mistake: whoever pressed it may
 * ask for a few seconds, and the one who was left says yes or does not answer.
 *
 * @module
 */

import * as z from "zod/mini";
import { pairIdSchema } from "./role.ts";
import type { Schema } from "./schema.ts";

/** How long after Next one may ask the other back, milliseconds. */
export const ASK_BACK_MS = 5_000;

/** How long the other one is asked, milliseconds. */
export const AGREE_MS = 10_000;

/** Body of `POST back`. */
export const backSchema: Schema<{ pairId: string }> = z.object({
  pairId: pairIdSchema,
});
