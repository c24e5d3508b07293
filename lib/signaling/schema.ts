/**
 * What browsers post to the queue and to their partner, parsed at the edge.
 *
 * @module
 */

import { z } from "zod";
import type { Schema } from "@/lib/schema.ts";
import { type Gender, GENDERS, type Profile } from "@/lib/matching/profile.ts";

/** Longest session description, in characters; a KV value holds 64 KiB. */
const MAX_SDP_CHARS = 30_000;
const MAX_CANDIDATE_CHARS = 2_000;
const MAX_CANDIDATES = 50;
const MAX_COUNTRIES = 20;
const MAX_INTERESTS = 10;
const MAX_INTEREST_CHARS = 40;
const MAX_GEN = 1_000_000;

const gender = z.enum(["m", "f", "u"], { error: 'must be "m", "f" or "u"' });

const country = z.string().trim().toUpperCase().regex(
  /^[A-Z]{2}$/,
  "must be two letters, ISO 3166 alpha-2",
);

const listOf = (text: string) => [
  ...new Set(
    text.split(",").map((part) => part.trim()).filter((p) => p !== ""),
  ),
];

const filterGenders = z.string().trim().toLowerCase().transform((text, ctx) => {
  const wanted = listOf(text);
  if (text === "all") return "all" as const;
  if (wanted.length > 0 && wanted.every((g) => gender.safeParse(g).success)) {
    return wanted.length === GENDERS.length
      ? "all" as const
      : wanted as Gender[];
  }
  ctx.addIssue({
    code: "custom",
    message: 'must be "all" or a comma list of m, f, u',
  });
  return z.NEVER;
});

const filterCountries = z.string().trim().toUpperCase().transform(
  (text, ctx) => {
    if (text === "ALL") return "ALL" as const;
    const wanted = listOf(text);
    const isList = wanted.length > 0 && wanted.length <= MAX_COUNTRIES &&
      wanted.every((part) => country.safeParse(part).success);
    if (isList) return wanted;
    ctx.addIssue({
      code: "custom",
      message:
        `must be "ALL" or a comma list of 1 to ${MAX_COUNTRIES} countries`,
    });
    return z.NEVER;
  },
);

const interests = z.array(
  z.string().trim().toLowerCase().min(1).max(MAX_INTEREST_CHARS),
).max(MAX_INTERESTS);

/** What `enqueue` was asked; the country may be left to the platform. */
export type EnqueueRequest = Omit<Profile, "country"> & { country?: string };

/** Body of `enqueue`; a missing field means its default. */
export const enqueueSchema: Schema<EnqueueRequest> = z.object({
  gender: gender.default("u"),
  country: country.exactOptional(),
  filterGenders: filterGenders.default("all"),
  filterCountries: filterCountries.default("ALL"),
  interests: interests.default([]),
});

const pairId = z.string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the id of a pair");

const gen = z.number({ error: "must be a number" })
  .int("must be a whole number").min(0, "must not be negative")
  .max(MAX_GEN, `must be at most ${MAX_GEN}`);

/** Body of `offer` and `answer`; an object is kept as its JSON text. */
export const descriptionSchema: Schema<
  { pairId: string; sdp: string; gen: number }
> = z.object({
  pairId,
  sdp: z.union([
    z.string(),
    z.record(z.string(), z.unknown()).transform((sdp) => JSON.stringify(sdp)),
  ], { error: "must be a string or an object" }).pipe(
    z.string().min(1, "must not be empty")
      .max(MAX_SDP_CHARS, `must have at most ${MAX_SDP_CHARS} characters`),
  ),
  gen: gen.default(0),
});

/** A whole number as a query writes it: digits and nothing else. */
const digits = z.string()
  .regex(/^\d{1,9}$/, "must be a whole number, not negative")
  .transform(Number);

/** Query of `offer` and `answer`; the newest generation without `gen`. */
export const descriptionQuerySchema: Schema<
  { pairId: string; gen?: number | undefined }
> = z.object({
  pairId,
  gen: digits.pipe(gen).optional(),
});

/** One ICE candidate: its line, or the browser's dictionary. */
export type IceCandidate = string | {
  /** The line; empty at the end of the candidates. */
  candidate: string;
  /** Media section it is for, by id. */
  sdpMid?: string | null | undefined;
  /** Media section it is for, by position. */
  sdpMLineIndex?: number | null | undefined;
  /** ICE user name of the generation it belongs to. */
  usernameFragment?: string | null | undefined;
};

const candidate = z.union([
  z.string().max(MAX_CANDIDATE_CHARS),
  z.object({
    candidate: z.string().max(MAX_CANDIDATE_CHARS),
    sdpMid: z.string().max(64).nullable().optional(),
    sdpMLineIndex: z.number().int().min(0).max(1_000).nullable().optional(),
    usernameFragment: z.string().max(256).nullable().optional(),
  }),
], { error: "must be a candidate's text or its dictionary" });

/**
 * Body of `ice`: one candidate or several. `null` is how browsers tell the end
 * of their candidates; it is taken, and there is nothing to keep of it.
 */
export const iceSchema: Schema<
  { pairId: string; candidates: IceCandidate[] }
> = z.object({
  pairId,
  candidate: candidate.nullish(),
  candidates: z.array(candidate).max(MAX_CANDIDATES).optional(),
}).transform(({ pairId, candidate, candidates = [] }, ctx) => {
  const all = candidate == null ? candidates : [candidate, ...candidates];
  if (all.length === 0 && candidate !== null) {
    ctx.addIssue({
      code: "custom",
      path: ["candidate"],
      message: "one candidate or a list of candidates is needed",
    });
  }
  return { pairId, candidates: all };
});

/** Query of `ice`; `after` reads by position and consumes nothing. */
export const iceQuerySchema: Schema<
  { pairId: string; after?: number | undefined }
> = z.object({
  pairId,
  after: digits.optional(),
});
