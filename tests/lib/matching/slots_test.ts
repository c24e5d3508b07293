import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { fit } from "@/lib/protocol/profile.ts";
import { searchedSlots, slotsFor, slotsOf } from "@/lib/matching/slots.ts";
import { profile } from "@/tests/helpers.ts";
import { anyProfile } from "@/tests/profiles.ts";

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

Deno.test("slots are remembered by all that they depend on, and by nothing else", () => {
  const one = profile({ interests: ["chess"] });
  equal(slotsOf(one), slotsOf(profile({ interests: ["go"] })));
  const changes = [
    { gender: "f" },
    { country: "EG" },
    { filterGenders: ["m"] },
    { filterGenders: ["m", "f"] },
    { filterCountries: ["VN"] },
    { filterCountries: ["VN", "EG"] },
  ] as const;
  const lists = [one, ...changes.map((change) => profile(change))]
    .map((each) => slotsOf(each).join());
  equal(new Set(lists).size, lists.length);
  for (const change of changes) {
    deepEqual(searchedSlots(profile(change)).slots, slotsFor(profile(change)));
  }
});
