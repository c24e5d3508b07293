/**
 * Where a waiting person is listed, so that only those who fit are ever read.
 *
 * A slot names one kind of person who wants one kind of person:
 * `gender.country>gender.country`, with `*` for "any". Everybody is listed in
 * all slots that describe them and looked for in all slots that describe whom
 * they want; two people fit exactly when one of these lists is the other's.
 * Writing more slots (12 without filters) keeps the look-ups few (2), and
 * people look for each other far more often than they join the queue.
 *
 * @module
 */

import { GENDERS, type Profile } from "./profile.ts";

const ANY = "*";

function slot(isGender: string, isCountry: string, wants: string): string {
  return `${isGender}.${isCountry}>${wants}`;
}

/** Lists the slots that a waiting person is written to. */
export function slotsOf(profile: Profile): string[] {
  const genders = profile.filterGenders === "all"
    ? GENDERS
    : profile.filterGenders;
  const countries = profile.filterCountries === "ALL"
    ? [ANY]
    : profile.filterCountries;
  const slots: string[] = [];
  for (const gender of genders) {
    for (const country of countries) {
      const wants = `${gender}.${country}`;
      slots.push(
        slot(profile.gender, profile.country, wants),
        slot(profile.gender, ANY, wants),
        slot(ANY, profile.country, wants),
        slot(ANY, ANY, wants),
      );
    }
  }
  return slots;
}

/**
 * Lists the slots in which everybody who fits is found. Nobody stands in two
 * of them.
 */
export function slotsFor(profile: Profile): string[] {
  const genders = profile.filterGenders === "all"
    ? [ANY]
    : profile.filterGenders;
  const countries = profile.filterCountries === "ALL"
    ? [ANY]
    : profile.filterCountries;
  return genders.flatMap((gender) =>
    countries.flatMap((country) =>
      [profile.country, ANY].map((wantedCountry) =>
        slot(gender, country, `${profile.gender}.${wantedCountry}`)
      )
    )
  );
}
