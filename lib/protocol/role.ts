/**
 * The two sides of a call and what they are called on the wire.
 *
 * @module
 */

import * as z from "zod/mini";
import type { Schema } from "./schema.ts";

/** Who makes the first offer (`caller`) and who answers it (`callee`). */
export type Role = "caller" | "callee";

/** A side in candidate lists: the caller is `a`, the callee `b`. */
export type Side = "a" | "b";

/** A pair as the server names it to one of its two members. */
export interface Match {
  /** Identifies the call. */
  readonly pairId: string;
  /** The member's part in it. */
  readonly role: Role;
}

/**
 * Parses the id of a pair. A part for other schemas.
 *
 * @ignore Its type is zod's own.
 */
export const pairIdSchema: z.ZodMiniType<string> = z.string().check(
  z.regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the id of a pair"),
);

/**
 * Parses a role. A part for other schemas.
 *
 * @ignore Its type is zod's own.
 */
export const roleSchema: z.ZodMiniType<Role> = z.enum(["caller", "callee"]);

/** Parses the answer of `matchmake`. */
export const matchSchema: Schema<Match> = z.object({
  pairId: pairIdSchema,
  role: roleSchema,
});

/** Says which side a role writes its candidates as. */
export function sideOf(role: Role): Side {
  return role === "caller" ? "a" : "b";
}

/** Says which side a role reads candidates from. */
export function peerSideOf(role: Role): Side {
  return role === "caller" ? "b" : "a";
}
