import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { byInterest, prefersInterests } from "@/lib/matching/preference.ts";
import { INTEREST_FIRST_MS } from "@/lib/protocol/limits.ts";
import { sharesInterest } from "@/lib/protocol/profile.ts";
import { profile } from "@/tests/helpers.ts";
import { anyProfile } from "@/tests/profiles.ts";

Deno.test("prefersInterests() holds in the first seconds, for those who have some", () => {
  const seeker = { ...profile({ interests: ["chess"] }), enqueuedAt: 100 };
  equal(prefersInterests(seeker, 100 + INTEREST_FIRST_MS - 1), true);
  equal(prefersInterests(seeker, 100 + INTEREST_FIRST_MS), false);
  equal(prefersInterests({ ...seeker, interests: [] }, 100), false);
});

Deno.test("byInterest() loses nobody and keeps the order within both groups", () => {
  fc.assert(fc.property(anyProfile, fc.array(anyProfile), (one, waiting) => {
    const seeker = { ...one, enqueuedAt: 0 };
    const sorted = byInterest(seeker, waiting);
    const shares = (other: typeof one) => sharesInterest(seeker, other);
    const sharing = waiting.filter(shares);
    deepEqual(sorted.slice(0, sharing.length), sharing);
    deepEqual(
      sorted.slice(sharing.length),
      waiting.filter((other) => !shares(other)),
    );
  }));
});
