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
import { MAX_COUNTRIES } from "@/lib/protocol/limits.ts";
import type { Gender } from "@/lib/protocol/profile.ts";

/** A visitor's wishes. */
export interface Filters {
  /** The visitor's own gender. */
  readonly gender: Gender;
  /** Genders the visitor wants to meet; empty means everybody. */
  readonly meetGenders: readonly Gender[];
  /** Countries, ISO 3166 alpha-2, the visitor wants to meet; empty: any. */
  readonly meetCountries: readonly string[];
}

/** Everybody meets everybody. */
export const DEFAULT_FILTERS: Filters = {
  gender: "u",
  meetGenders: [],
  meetCountries: [],
};

/** Puts wishes into the words of the HTTP contract. */
export function toEnqueueBody(filters: Filters): EnqueueBody {
  return {
    gender: filters.gender,
    filterGenders: filters.meetGenders.join(",") || "all",
    filterCountries: filters.meetCountries.join(",") || "ALL",
  };
}

/**
 * Reads stored wishes; anything that does not fit falls back to the default,
 * so that what an older page stored never breaks a newer one.
 *
 * @param text What `JSON.stringify` once made of {@link Filters}, or `null`.
 */
export function parseFilters(text: string | null): Filters {
  const stored = storedSchema.safeParse(parseJson(text ?? "null"));
  return stored.success ? stored.data : DEFAULT_FILTERS;
}

const storedSchema: z.ZodMiniType<Filters> = z.object({
  gender: z.catch(genderSchema, DEFAULT_FILTERS.gender),
  meetGenders: listOf(genderSchema),
  meetCountries: z.pipe(
    listOf(countrySchema),
    z.transform((countries: string[]) => countries.slice(0, MAX_COUNTRIES)),
  ),
});

/** A list of which only what fits is taken, each once. */
function listOf<T>(item: z.ZodMiniType<T>): z.ZodMiniType<T[]> {
  return z.pipe(
    z.catch(z.array(z.unknown()), []),
    z.transform((values: unknown[]) => [
      ...new Set(values.flatMap((value) => {
        const parsed = item.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      })),
    ]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
