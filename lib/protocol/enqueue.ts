/**
 * What a visitor asks for when joining the queue.
 *
 * @module
 */

import * as z from "zod/mini";
import { sdpSchema } from "./description.ts";
import { MAX_COUNTRIES, MAX_INTEREST_CHARS, MAX_INTERESTS } from "./limits.ts";
import { type Gender, GENDERS, type Profile } from "./profile.ts";
import type { Schema } from "./schema.ts";

/** What `enqueue` was asked; the country may be left to the platform. */
export type EnqueueRequest = Omit<Profile, "country"> & {
  /** The visitor's country, where the platform does not tell it. */
  country?: string;
  /** What the visitor would offer, complete with its candidates. */
  offer?: { sdp: string };
  /** Whether only a place in the queue that is there may take all this. */
  onlyIfWaiting?: boolean;
  /** Whether it is no error that there is none: the answer says so. */
  mayMiss?: boolean;
};

/** Body of `POST enqueue`, as a page writes it. */
export interface EnqueueBody {
  /** The visitor's own gender. */
  readonly gender: Gender;
  /** `all`, or a comma list of genders. */
  readonly filterGenders: string;
  /** `ALL`, or a comma list of countries. */
  readonly filterCountries: string;
  /** The visitor's country, where they said it. */
  readonly country?: string;
  /** Topics that decide who is preferred. */
  readonly interests?: readonly string[];
  /** What the visitor would offer, complete with its candidates. */
  readonly offer?: { readonly sdp: string };
  /** Whether the partner may only get addresses of relays. */
  readonly relayOnly?: boolean;
  /** Whether only a place in the queue that is there may take all this. */
  readonly onlyIfWaiting?: boolean;
  /** Whether it is no error that there is none: the answer says so. */
  readonly mayMiss?: boolean;
}

/**
 * Parses a gender. A part for other schemas.
 *
 * @ignore Its type is zod's own.
 */
export const genderSchema: z.ZodMiniType<Gender> = z.enum(GENDERS, {
  error: 'must be "m", "f" or "u"',
});

/**
 * Parses a country, ISO 3166 alpha-2. A part for other schemas.
 *
 * @ignore Its type is zod's own.
 */
export const countrySchema: z.ZodMiniType<string, string> = z.string().check(
  z.trim(),
  z.toUpperCase(),
  z.regex(/^[A-Z]{2}$/, "must be two letters, ISO 3166 alpha-2"),
);

const filterGenders = z.pipe(
  z.string().check(z.trim(), z.toLowerCase()),
  z.transform((text, ctx): Profile["filterGenders"] => {
    if (text === "all") return "all";
    const wanted = listOf(text);
    if (wanted.length > 0 && wanted.every(isGender)) {
      return wanted.length === GENDERS.length ? "all" : wanted;
    }
    ctx.issues.push({
      code: "custom",
      input: text,
      message: 'must be "all" or a comma list of m, f, u',
    });
    return z.NEVER;
  }),
);

const filterCountries = z.pipe(
  z.string().check(z.trim(), z.toUpperCase()),
  z.transform((text, ctx): Profile["filterCountries"] => {
    if (text === "ALL") return "ALL";
    const wanted = listOf(text);
    const isList = wanted.length > 0 && wanted.length <= MAX_COUNTRIES &&
      wanted.every((part) => countrySchema.safeParse(part).success);
    if (isList) return wanted;
    ctx.issues.push({
      code: "custom",
      input: text,
      message:
        `must be "ALL" or a comma list of 1 to ${MAX_COUNTRIES} countries`,
    });
    return z.NEVER;
  }),
);

const interest = z.string().check(
  z.trim(),
  z.toLowerCase(),
  z.minLength(1),
  z.maxLength(MAX_INTEREST_CHARS),
);

/** Body of `POST enqueue`; a missing field means its default. */
export const enqueueSchema: Schema<EnqueueRequest> = z.object({
  gender: z._default(genderSchema, "u"),
  country: z.exactOptional(countrySchema),
  filterGenders: z._default(filterGenders, "all"),
  filterCountries: z._default(filterCountries, "ALL"),
  interests: z._default(
    z.array(interest).check(z.maxLength(MAX_INTERESTS)),
    [],
  ),
  offer: z.exactOptional(z.object({ sdp: sdpSchema })),
  relayOnly: z.exactOptional(z.boolean()),
  onlyIfWaiting: z.exactOptional(z.boolean()),
  mayMiss: z.exactOptional(z.boolean()),
});

function isGender(text: string): text is Gender {
  return genderSchema.safeParse(text).success;
}

function listOf(text: string): string[] {
  const parts = text.split(",").map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ""))];
}
