import { equal } from "node:assert/strict";
import type { Mutation } from "@/lib/kv/write.ts";
import { type Skip, skipAsked, skipNoted } from "@/lib/signaling/skips.ts";

const NOW = 1_000_000;

/** Tells whether the store forgets a skip when its readers do. */
function goesInTime(mutation: Mutation): boolean {
  if (mutation.type !== "set") return false;
  const { expiresAt } = mutation.value as Skip;
  return mutation.expireInMs === expiresAt - NOW;
}

Deno.test("the store keeps a skip for as long as it counts", () => {
  const ids = { pairId: "p", skipperId: "a", skippedId: "b" };
  const skip = { ...ids, isAsked: false, expiresAt: NOW + 1 };
  equal(goesInTime(skipNoted(ids, NOW)), true);
  equal(goesInTime(skipAsked("p", skip, NOW)), true);
});
