/**
 * Where a waiting person is listed, so that only those who fit are ever read.
 *
 * A slot names one kind of person who wants one kind of person:
 * `gender.country>gender.country`, with `*` for "any". Everybody is listed in
 * the slots that describe them and looked for in the slots that describe whom
 * they want; two people fit exactly when one of these lists meets the other's.
 * Without filters that is 4 slots to write and 4 to read: on disk a write costs
 * about what a read does (measured: 16 µs and 24 µs), so neither is favored.
 *
 * @module
 */

import { RecentlyUsed } from "@/lib/recently_used.ts";
import type { Profile } from "@/lib/protocol/profile.ts";

const ANY = "*";

/** Kinds of people whose slots are remembered; few make up most of a crowd. */
const MAX_REMEMBERED = 500;

function slot(is: string, wants: string): string {
  return `${is}>${wants}`;
}

/** Every `gender.country` of these genders and countries. */
function kinds(
  genders: readonly string[],
  countries: readonly string[],
): string[] {
  return genders.flatMap((gender) =>
    countries.map((country) => `${gender}.${country}`)
  );
}

/** The kinds that somebody is: as themselves, and as anybody. */
function kindsOf({ gender, country }: Profile): string[] {
  return kinds([gender, ANY], [country, ANY]);
}

/** The kinds that somebody wants. */
function kindsFor({ filterGenders, filterCountries }: Profile): string[] {
  return kinds(
    filterGenders === "all" ? [ANY] : filterGenders,
    filterCountries === "ALL" ? [ANY] : filterCountries,
  );
}

/**
 * Remembers what a function makes of a profile, by what of it slots depend on.
 * Texts that are made once are also found faster in the store's memory.
 */
function remembered<T extends object>(
  make: (profile: Profile) => T,
): (profile: Profile) => T {
  const known = new RecentlyUsed<T>(MAX_REMEMBERED);
  return (profile) => {
    const { gender, country, filterGenders, filterCountries } = profile;
    const isOpen = filterGenders === "all" && filterCountries === "ALL";
    // Short for most people: each lookup joins a name anew.
    const name = isOpen
      ? gender + country
      : `${gender} ${country} ${filterGenders} ${filterCountries}`;
    let made = known.get(name);
    if (made === undefined) known.set(name, made = make(profile));
    return made;
  };
}

/** Lists the slots that a waiting person is written to. */
export const slotsOf: (profile: Profile) => readonly string[] = remembered(
  (profile) =>
    kindsFor(profile).flatMap((wants) =>
      kindsOf(profile).map((is) => slot(is, wants))
    ),
);

/** Slots that one search reads at most, whatever its filters are. */
const MAX_SEARCHED_SLOTS = 8;

/** Where to look for those who fit, and whom to leave out there. */
export interface SearchedSlots {
  /** The slots; nobody stands in two of them. */
  slots: readonly string[];
  /** The countries that fit, where the slots hold others, too; else `null`. */
  countries: ReadonlySet<string> | null;
}

/**
 * Chooses the slots that a search reads: those in which only people stand who
 * fit, or, where a filter would make them too many, those of all countries.
 *
 * @example
 * ```ts
 * import { deepEqual, equal } from "node:assert/strict";
 * import { searchedSlots } from "@/lib/matching/slots.ts";
 *
 * const seeker = {
 *   gender: "m",
 *   country: "VN",
 *   filterGenders: ["m", "f"],
 *   filterCountries: ["EG", "SA", "VN"],
 *   interests: [],
 * } as const;
 * const { slots, countries } = searchedSlots(seeker);
 * equal(slots.length, 8);
 * equal(slots[0], "m.*>m.VN");
 * deepEqual(countries, new Set(["EG", "SA", "VN"]));
 * ```
 */
export const searchedSlots: (profile: Profile) => SearchedSlots = remembered(
  (profile) => {
    const slots = slotsFor(profile);
    const { filterCountries } = profile;
    return slots.length <= MAX_SEARCHED_SLOTS || filterCountries === "ALL"
      ? { slots, countries: null }
      : {
        slots: slotsFor({ ...profile, filterCountries: "ALL" }),
        countries: new Set(filterCountries),
      };
  },
);

/**
 * Lists the slots in which everybody who fits is found. Nobody stands in two
 * of them.
 *
 * @example Two people fit where the lists of both meet
 * ```ts
 * import { deepEqual } from "node:assert/strict";
 * import { slotsFor, slotsOf } from "@/lib/matching/slots.ts";
 *
 * const common = { country: "VN", filterCountries: "ALL", interests: [] } as const;
 * const waiting = { ...common, gender: "f", filterGenders: "all" } as const;
 * const seeker = { ...common, gender: "m", filterGenders: ["f"] } as const;
 * const listed = slotsOf(waiting);
 * deepEqual(listed, ["f.VN>*.*", "f.*>*.*", "*.VN>*.*", "*.*>*.*"]);
 * deepEqual(slotsFor(seeker).filter((slot) => listed.includes(slot)), [
 *   "f.*>*.*",
 * ]);
 * ```
 */
export function slotsFor(profile: Profile): string[] {
  return kindsFor(profile).flatMap((is) =>
    kindsOf(profile).map((wants) => slot(is, wants))
  );
}
