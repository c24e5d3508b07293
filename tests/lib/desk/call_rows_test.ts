import { deepEqual, equal } from "node:assert/strict";
import { rowOf } from "@/lib/desk/call_rows.ts";
import { aCall, aMember, anAlert } from "./live_calls.ts";

Deno.test("rowOf() shows the worst of the members and the sum of their bitrates", () => {
  const row = rowOf(aCall("Pair-1", [
    aMember({
      quality: "good",
      rttMs: 80,
      lossShare: 0.002,
      upAudioBps: 40_000,
      upVideoBps: 900_000,
      downVideoBps: 500_000,
      isRelayed: false,
    }, { updatedAt: 9_000, country: "VN" }),
    aMember({
      quality: "fair",
      rttMs: 240,
      lossShare: 0.031,
      upAudioBps: 30_000,
      isRelayed: true,
    }, { id: "b", updatedAt: 7_000 }),
  ], { alerts: [anAlert("x", { severity: "low" }), anAlert("y")] }));
  deepEqual(
    [row.quality, row.upBps, row.downBps, row.rttMs, row.lossPct],
    ["fair", 970_000, 500_000, 240, 3.1],
  );
  deepEqual([row.relayCount, row.isPathKnown], [1, true]);
  deepEqual([row.alertCount, row.severity], [2, "medium"]);
  equal(row.updatedAt, 7_000, "the data is as old as its oldest part");
  equal(row.searchText, "pair-1");
});

Deno.test("rowOf() leaves what nobody told unknown, and never makes it 0", () => {
  const row = rowOf(aCall("p", [aMember()]));
  for (const name of ["quality", "upBps", "downBps", "rttMs", "lossPct"]) {
    equal(name in row, false, name);
  }
  deepEqual([row.isPathKnown, row.severity], [false, null]);
  equal(rowOf(aCall("q")).updatedAt, null);
});

Deno.test("rowOf() calls a member broken that reconnects or is stalled", () => {
  const row = rowOf(aCall("p", [
    aMember({ connection: "reconnecting" }),
    aMember({ isStalled: true }),
    aMember({ connection: "connected", isStalled: false }),
  ]));
  deepEqual(row.members.map(({ isBroken }) => isBroken), [true, true, false]);
});

Deno.test("rowOf() gives the same row for the same call", () => {
  const call = aCall("p", [aMember({ rttMs: 1 })]);
  equal(rowOf(call), rowOf(call));
  deepEqual(rowOf({ ...call }), rowOf(call));
});
