import { deepEqual, equal } from "node:assert/strict";
import { tallyOf } from "@/lib/monitoring/records/tally.ts";

Deno.test("tallyOf() counts a word for as long as it holds, and no silence after it", () => {
  const samples = new Map([["a", [
    { at: 0, stats: { quality: "good" as const, rttMs: 40 } },
    { at: 4_000, stats: { quality: "poor" as const } },
    { at: 3600_000, stats: { quality: "fair" as const, lossShare: 0.02 } },
  ]]]);
  const verdict = { place: "path" as const, evidence: [] };
  const tally = tallyOf({
    members: [{ id: "a", relayed: null }],
    samples,
    verdict,
  });
  deepEqual(tally.qualityMs, { good: 4_000, poor: 15_000, fair: 15_000 });
  deepEqual([tally.rttMs.count, tally.lossPct.max], [1, 2]);
  deepEqual(tally.verdicts, { path: 1 });
  equal(tally.callCount, 1);
});
