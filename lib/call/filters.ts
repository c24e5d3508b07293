/**
 * Whom a visitor is and wants to meet: the shape, its defaults, its way into a
 * request and into the browser's storage and back.
 *
 * @module
 */

import * as z from "zod/mini";
import {
  countrySchema,
  type EnqueueBody,
  genderSchema,
} from "@/lib/protocol/enqueue.ts";
import { parseJson } from "@/lib/protocol/json.ts";
import { MAX_COUNTRIES, MAX_INTEREST_CHARS } from "@/lib/protocol/limits.ts";
import type { Gender } from "@/lib/protocol/profile.ts";
import { orElse } from "@/lib/protocol/or_else.ts";

/** A visitor's wishes. */
export interface Filters {
  /** The visitor's own gender. */
  readonly gender: Gender;
  /** Genders the visitor wants to meet; empty means everybody. */
  readonly meetGenders: readonly Gender[];
  /** Countries, ISO 3166 alpha-2, the visitor wants to meet; empty: any. */
  readonly meetCountries: readonly string[];
  /** The visitor's own country, where no platform tells it; empty: not said. */
  readonly country: string;
  /** What the visitor likes to talk about. */
  readonly interests: readonly string[];
  /** A language the visitor speaks, ISO 639-1; empty: not said. */
  readonly language: string;
}

/** Interests that the page offers room for. */
export const MAX_OWN_INTERESTS = 5;

/** How a language travels: as an interest that nobody would type. */
const LANGUAGE_PREFIX = "lang:";

/** Everybody meets everybody. */
export const DEFAULT_FILTERS: Filters = {
  gender: "u",
  meetGenders: [],
  meetCountries: [],
  country: "",
  interests: [],
  language: "",
};

/** Puts wishes into the words of the HTTP contract. */
export function toEnqueueBody(filters: Filters): EnqueueBody {
  const { country, language } = filters;
  const interests = [
    ...filters.interests,
    ...(language === "" ? [] : [LANGUAGE_PREFIX + language]),
  ];
  return {
    gender: filters.gender,
    filterGenders: filters.meetGenders.join(",") || "all",
    filterCountries: filters.meetCountries.join(",") || "ALL",
    ...(country !== "" && { country }),
    ...(interests.length > 0 && { interests }),
  };
}

/** Counts the wishes that somebody has, by kind. */
export function countWishes(filters: Filters): number {
  const { meetGenders, meetCountries, interests, language } = filters;
  return [meetGenders, meetCountries, interests, language]
    .filter(({ length }) => length > 0).length;
}

/** Says whether somebody is kept from others by their wishes. */
export function isChoosy({ meetGenders, meetCountries }: Filters): boolean {
  return meetGenders.length > 0 || meetCountries.length > 0;
}

/** Says whether somebody prefers others by their interests or language. */
export function hasPreference({ interests, language }: Filters): boolean {
  return interests.length > 0 || language !== "";
}

/** Lets everybody in again; what only prefers people stays. */
export function relaxed(filters: Filters): Filters {
  return { ...filters, meetGenders: [], meetCountries: [] };
}

/**
 * Adds an interest as somebody typed it.
 *
 * @returns The same list when there is nothing to add, or no room.
 */
export function withInterest(
  interests: readonly string[],
  text: string,
): readonly string[] {
  const parsed = interestSchema.safeParse(text);
  if (!parsed.success || interests.length >= MAX_OWN_INTERESTS) {
    return interests;
  }
  return [...new Set([...interests, parsed.data])];
}

/**
 * Reads stored wishes; anything that does not fit falls back to the default,
 * so that what an older page stored never breaks a newer one.
 *
 * @param text What `JSON.stringify` once made of {@link Filters}, or `null`.
 */
export function parseFilters(text: string | null): Filters {
  const stored = storedSchema.safeParse(parseJson(text ?? ""));
  return stored.success ? stored.data : DEFAULT_FILTERS;
}

const interestSchema: z.ZodMiniType<string> = z.string().check(
  z.trim(),
  z.toLowerCase(),
  z.minLength(1),
  z.maxLength(MAX_INTEREST_CHARS),
);

const storedSchema: z.ZodMiniType<Filters> = z.object({
  gender: orElse(genderSchema, DEFAULT_FILTERS.gender),
  meetGenders: listOf(genderSchema),
  meetCountries: z.pipe(
    listOf(countrySchema),
    z.transform((countries: string[]) => countries.slice(0, MAX_COUNTRIES)),
  ),
  country: orElse(z.union([z.literal(""), countrySchema]), ""),
  interests: z.pipe(
    listOf(interestSchema),
    z.transform((topics: string[]) => topics.slice(0, MAX_OWN_INTERESTS)),
  ),
  language: orElse(z.string().check(z.regex(/^([a-z]{2})?$/)), ""),
});

/** A list of which only what fits is taken, each once. */
function listOf<T>(item: z.ZodMiniType<T>): z.ZodMiniType<T[]> {
  return z.pipe(
    orElse(z.array(z.unknown()), []),
    z.transform((values: unknown[]) => [
      ...new Set(values.flatMap((value) => {
        const parsed = item.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      })),
    ]),
  );
}
