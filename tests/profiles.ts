/**
 * Profiles of all kinds, for properties of matching.
 *
 * @module
 */

import fc from "fast-check";
import type { Gender, Profile } from "@/lib/protocol/profile.ts";

const genders = fc.constantFrom<Gender>("m", "f", "u");
const countries = fc.constantFrom("VN", "EG", "US", "XX");

/** Anybody, with any filters, from few countries so that many fit. */
export const anyProfile: fc.Arbitrary<Profile> = fc.record({
  gender: genders,
  country: countries,
  filterGenders: fc.oneof(
    fc.constant("all" as const),
    fc.uniqueArray(genders, { minLength: 1, maxLength: 3 }),
  ),
  filterCountries: fc.oneof(
    fc.constant("ALL" as const),
    fc.uniqueArray(countries, { minLength: 1, maxLength: 3 }),
  ),
  interests: fc.uniqueArray(fc.constantFrom("chess", "music"), {
    maxLength: 2,
  }),
});
