import { deepEqual, equal } from "node:assert/strict";
import { orderedId } from "@/lib/identity/ordered_id.ts";
import { callRow } from "@/lib/monitoring/export/call_rows.ts";
import { openTable } from "@/lib/monitoring/export/tables.ts";
import {
  recordMutations,
  type StoredRecord,
} from "@/lib/monitoring/records/record_store.ts";
import { TestClock, testStore } from "@/tests/helpers.ts";

const MINUTE_MS = 60_000;

function recordAt(startedAt: number): StoredRecord {
  return {
    header: {
      pairId: orderedId(startedAt),
      startedAt,
      endedAt: startedAt + MINUTE_MS,
      memberCount: 1,
      worstQuality: "poor",
      verdict: {
        place: "a-uplink",
        evidence: [{ code: "loss", value: 7 }, { code: "rtt" }],
      },
      expiresAt: startedAt + 7 * 24 * 60 * MINUTE_MS,
    },
    members: [{
      id: "b",
      country: "VN",
      stats: {},
      updatedAt: startedAt,
      series: { ats: [], columns: {} },
      sampleCount: 0,
      events: [],
      funnel: {},
      reason: "left",
      relayed: { bytes: 1_000, because: "needed" },
    }] as unknown as StoredRecord["members"],
  };
}

Deno.test("callRow() tells both members, and nothing of one who told nothing", () => {
  const row = callRow(recordAt(Date.UTC(2026, 10, 20)));
  equal(row["started"], "2026-11-20T00:00:00.000Z");
  equal(row["durationMs"], MINUTE_MS);
  equal(row["verdict"], "a-uplink");
  equal(row["evidence"], "loss rtt");
  equal(row["caller_country"], undefined);
  equal(row["caller_relayedBytes"], undefined);
  deepEqual([row["callee_reason"], row["callee_relayedBytes"]], [
    "left",
    1_000,
  ]);
  deepEqual(Object.keys(callRow(undefined)), Object.keys(row));
});

Deno.test("the table of calls has those that began within its span, oldest first", async () => {
  using store = await testStore();
  const { ms: now } = new TestClock();
  for (const minutesAgo of [5, 90, 30, 200]) {
    const mutations = recordMutations(recordAt(now - minutesAgo * MINUTE_MS));
    await store.commit({ mutations });
  }
  const range = { fromMs: now - 100 * MINUTE_MS, toMs: now, now };
  const rows = await Array.fromAsync(openTable(store, "calls", range).rows);
  deepEqual(
    rows.map((row) => (now - Number(row["startedAtMs"])) / MINUTE_MS),
    [90, 30, 5],
  );
});
