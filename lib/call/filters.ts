/**
 * Whom a visitor is and wants to meet: the shape, its defaults, its way into a
 * request and into the browser's storage and back.
 *
 * @module
 */

/** What a visitor says of themselves; `u` is "not said". */
export type Gender = "m" | "f" | "u";

/** A visitor's wishes. */
export interface Filters {
  /** The visitor's own gender. */
  readonly gender: Gender;
  /** Genders the visitor wants to meet; empty means everybody. */
  readonly meetGenders: readonly Gender[];
  /** Countries, ISO 3166 alpha-2, the visitor wants to meet; empty: any. */
  readonly meetCountries: readonly string[];
}

/** Body of `POST /api/rtc/enqueue`. */
export interface EnqueueBody {
  /** The visitor's own gender. */
  readonly gender: Gender;
  /** `all`, or a comma list of genders. */
  readonly filterGenders: string;
  /** `ALL`, or a comma list of countries. */
  readonly filterCountries: string;
}

/** Everybody meets everybody. */
export const DEFAULT_FILTERS: Filters = {
  gender: "u",
  meetGenders: [],
  meetCountries: [],
};

/** How many countries one visitor may pick. */
export const MAX_COUNTRIES = 20;

const GENDERS: readonly string[] = ["m", "f", "u"];

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
  let stored: unknown = null;
  try {
    stored = JSON.parse(text ?? "null");
  } catch {
    return DEFAULT_FILTERS;
  }
  if (typeof stored !== "object" || stored === null) return DEFAULT_FILTERS;
  const { gender, meetGenders, meetCountries } = stored as Record<
    string,
    unknown
  >;
  return {
    gender: isGender(gender) ? gender : DEFAULT_FILTERS.gender,
    meetGenders: toList(meetGenders).filter(isGender),
    meetCountries: toList(meetCountries).filter(isCountryCode)
      .slice(0, MAX_COUNTRIES),
  };
}

function isGender(value: unknown): value is Gender {
  return typeof value === "string" && GENDERS.includes(value);
}

function isCountryCode(value: unknown): value is string {
  return typeof value === "string" && /^[A-Z]{2}$/.test(value);
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? [...new Set(value)] : [];
}
