import { deepEqual } from "node:assert/strict";
import { countByQuality } from "@/lib/desk/live_sums.ts";
import { aCall, aMember } from "./live_calls.ts";

Deno.test("countByQuality() counts each call once, by its worst member", () => {
  const counts = countByQuality([
    aCall("p1", [aMember({ quality: "good" }), aMember({ quality: "poor" })]),
    aCall("p2", [aMember({ quality: "good" }), aMember()]),
    aCall("p3", [aMember()]),
  ]);
  deepEqual(counts, { excellent: 0, good: 1, fair: 0, poor: 1, unknown: 1 });
});
