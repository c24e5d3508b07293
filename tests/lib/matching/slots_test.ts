import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { fit, type Gender, type Profile } from "@/lib/matching/profile.ts";
import { slotsFor, slotsOf } from "@/lib/matching/slots.ts";
import { profile } from "@/tests/helpers.ts";

const genders = fc.constantFrom<Gender>("m", "f", "u");
const countries = fc.constantFrom("VN", "EG", "US", "XX", "DE");
const anyProfile: fc.Arbitrary<Profile> = fc.record({
  gender: genders,
  country: countries,
  filterGenders: fc.oneof(
    fc.constant("all" as const),
    fc.uniqueArray(genders, { minLength: 1, maxLength: 3 }),
  ),
  filterCountries: fc.oneof(
    fc.constant("ALL" as const),
    fc.uniqueArray(countries, { minLength: 1, maxLength: 5 }),
  ),
  interests: fc.constant([]),
});

Deno.test("slotsFor() finds exactly those who fit, each once", () => {
  fc.assert(fc.property(anyProfile, anyProfile, (seeker, waiting) => {
    const listed = new Set(slotsOf(waiting));
    const hits = slotsFor(seeker).filter((slot) => listed.has(slot));
    equal(hits.length, fit(seeker, waiting) ? 1 : 0);
  }));
});

Deno.test("slots stay few: 4 to write and 4 to read without filters", () => {
  equal(slotsOf(profile()).length, 4);
  equal(slotsFor(profile()).length, 4);
});

Deno.test("two tickets with the most filters can be removed in one commit", () => {
  const countries = Array.from({ length: 20 }, (_, i) => `A${i}`);
  const most = profile({ filterCountries: countries });
  ok(2 * slotsOf(most).length < 900);
});
