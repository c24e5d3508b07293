/**
 * Who somebody is and whom they want to meet.
 *
 * @module
 */

/** Every gender there is: `m` male, `f` female, `u` not said. */
export const GENDERS = ["m", "f", "u"] as const;

/** What somebody says of themselves. */
export type Gender = typeof GENDERS[number];

/** What decides whether two people fit. */
export interface Profile {
  /** One's own gender. */
  gender: Gender;
  /** One's own country, ISO 3166 alpha-2; `XX` when unknown. */
  country: string;
  /** Genders to meet; `all` takes everybody. */
  filterGenders: readonly Gender[] | "all";
  /** Countries to meet, ISO 3166 alpha-2; `ALL` takes everybody. */
  filterCountries: readonly string[] | "ALL";
  /** Lower-case topics; they only decide who is preferred. */
  interests: readonly string[];
  /** Whether the partner may only get addresses of relays. */
  relayOnly?: boolean;
}

/** Says whether `seeker` is willing to meet `other`. */
export function accepts(seeker: Profile, other: Profile): boolean {
  const { filterGenders, filterCountries } = seeker;
  return (filterGenders === "all" || filterGenders.includes(other.gender)) &&
    (filterCountries === "ALL" || filterCountries.includes(other.country));
}

/**
 * Says whether each is willing to meet the other.
 *
 * @example A filter counts in both directions
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { accepts, fit, type Profile } from "@/lib/protocol/profile.ts";
 *
 * const anybody: Profile = {
 *   gender: "u",
 *   country: "XX",
 *   filterGenders: "all",
 *   filterCountries: "ALL",
 *   interests: [],
 * };
 * const choosy: Profile = { ...anybody, filterCountries: ["VN", "EG"] };
 * equal(accepts(anybody, choosy), true);
 * equal(fit(anybody, choosy), false);
 * equal(fit({ ...anybody, country: "EG" }, choosy), true);
 * ```
 */
export function fit(one: Profile, other: Profile): boolean {
  return accepts(one, other) && accepts(other, one);
}

/** Says whether two people named a topic in common. */
export function sharesInterest(one: Profile, other: Profile): boolean {
  return one.interests.some((topic) => other.interests.includes(topic));
}

/** Says whether somebody filters at all. */
export function hasFilters(profile: Profile): boolean {
  return profile.filterGenders !== "all" || profile.filterCountries !== "ALL";
}
