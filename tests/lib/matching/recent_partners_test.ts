import { deepEqual, equal } from "node:assert/strict";
import {
  isRecent,
  recentNoted,
  type RecentPartner,
} from "@/lib/matching/recent_partners.ts";

const HOUR_MS = 3_600_000;

/** The list after somebody was noted. */
function noted(
  recents: RecentPartner[] | null,
  partnerId: string,
  now: number,
): RecentPartner[] {
  const mutation = recentNoted({ anonId: "me", recents, partnerId }, now);
  return mutation.type === "set" ? mutation.value as RecentPartner[] : [];
}

Deno.test("isRecent() holds for an hour", () => {
  const recents = noted(null, "a", 0);
  equal(isRecent(recents, "a", HOUR_MS - 1), true);
  equal(isRecent(recents, "a", HOUR_MS), false);
  equal(isRecent(recents, "b", 0), false);
  equal(isRecent(null, "a", 0), false);
});

Deno.test("recentNoted() keeps the latest ten, newest first, each once", () => {
  let recents: RecentPartner[] = [];
  for (const partnerId of "abcdefghijkl") {
    recents = noted(recents, partnerId, 0);
  }
  recents = noted(recents, "d", 5);
  deepEqual(recents.map(({ anonId }) => anonId), [..."dlkjihgfec"]);
  equal(recents[0]?.expiresAt, 5 + HOUR_MS);
});

Deno.test("recentNoted() drops those whose hour is over", () => {
  const recents = noted(noted(null, "old", 0), "new", HOUR_MS);
  deepEqual(recents.map(({ anonId }) => anonId), ["new"]);
});
