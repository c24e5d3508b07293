import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { fit } from "@/lib/protocol/profile.ts";
import { slotsFor, slotsOf } from "@/lib/matching/slots.ts";
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
