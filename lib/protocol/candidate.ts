/**
 * ICE candidates as they travel.
 *
 * @module
 */

import * as z from "zod/mini";
import { MAX_CANDIDATE_CHARS, MAX_CANDIDATES } from "./limits.ts";
import { digitsSchema } from "./number.ts";
import { pairIdSchema, type Side } from "./role.ts";
import type { Schema } from "./schema.ts";

/** One ICE candidate: its line, or the browser's dictionary. */
export type IceCandidate = string | CandidateDictionary;

/** A candidate as browsers write it (W3C `RTCIceCandidateInit`). */
export interface CandidateDictionary {
  /** The line; empty at the end of the candidates. */
  candidate: string;
  /** Media section it is for, by id. */
  sdpMid?: string | null | undefined;
  /** Media section it is for, by position. */
  sdpMLineIndex?: number | null | undefined;
  /** ICE user name of the generation it belongs to. */
  usernameFragment?: string | null | undefined;
}

/** One entry of a side's log of candidates. */
export interface CandidateEntry {
  /** Whose it is: `a` the caller's, `b` the callee's. */
  readonly from: Side;
  /** What that side posted. */
  readonly cand: IceCandidate;
}

const line = z.string().check(z.maxLength(MAX_CANDIDATE_CHARS));

/**
 * Parses a candidate. A part for other schemas.
 *
 * @ignore Its type is zod's own.
 */
export const candidateSchema: z.ZodMiniType<IceCandidate> = z.union([
  line,
  z.object({
    candidate: line,
    sdpMid: z.nullish(z.string().check(z.maxLength(64))),
    sdpMLineIndex: z.nullish(
      z.number().check(z.int(), z.minimum(0), z.maximum(1_000)),
    ),
    usernameFragment: z.nullish(z.string().check(z.maxLength(256))),
  }),
], { error: "must be a candidate's text or its dictionary" });

/**
 * Body of `POST ice`: one candidate or several. `null` is how browsers tell the
 * end of their candidates; it is taken, and there is nothing to keep of it.
 */
export const postedCandidatesSchema: Schema<
  { pairId: string; candidates: IceCandidate[] }
> = z.pipe(
  z.object({
    pairId: pairIdSchema,
    candidate: z.nullish(candidateSchema),
    candidates: z.optional(
      z.array(candidateSchema).check(z.maxLength(MAX_CANDIDATES)),
    ),
  }).check(z.refine(
    ({ candidate, candidates = [] }) =>
      candidate !== undefined || candidates.length > 0,
    {
      path: ["candidate"],
      error: "one candidate or a list of candidates is needed",
    },
  )),
  z.transform(({ pairId, candidate, candidates = [] }) => ({
    pairId,
    candidates: candidate == null ? candidates : [candidate, ...candidates],
  })),
);

/** Query of `GET ice`; `after` reads by position and consumes nothing. */
export const candidatesQuerySchema: Schema<
  { pairId: string; after?: number | undefined }
> = z.object({
  pairId: pairIdSchema,
  after: z.optional(digitsSchema),
});

/** Answer of `GET ice`. */
export const candidateEntriesSchema: Schema<CandidateEntry[]> = z.array(
  z.object({ from: z.enum(["a", "b"]), cand: candidateSchema }),
);
