import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { kpiBeaconSchema } from "@/lib/protocol/kpi.ts";

const TS = 1_787_400_000_000;
const full = {
  ts: TS,
  sessionId: "s1",
  pairId: "p1",
  role: "caller" as const,
  matchMs: 120,
  ttfmMs: 640.5,
  reconnectMs: 0,
  iceOk: true,
  iceTries: 1,
  relay: true,
  turns443: false,
  reason: "ice-failed" as const,
  funnel: { matched: 1, offer: 2, "first-frame": 900 },
};

Deno.test("kpiBeaconSchema keeps every field of the contract as it is", () => {
  deepEqual(kpiBeaconSchema.parse(full), {
    beacon: full,
    droppedFieldCount: 0,
  });
});

Deno.test("kpiBeaconSchema leaves a missing or null field missing", () => {
  deepEqual(
    kpiBeaconSchema.parse({ ts: TS, sessionId: "s", matchMs: null }),
    { beacon: { ts: TS, sessionId: "s" }, droppedFieldCount: 0 },
  );
});

Deno.test("kpiBeaconSchema drops and counts what is out of range", () => {
  const { beacon, droppedFieldCount } = kpiBeaconSchema.parse({
    ts: TS,
    sessionId: "s",
    matchMs: -1,
    ttfmMs: "12",
    iceTries: 1.5,
    role: "host",
    reason: "invented",
    funnel: { offer: -1, answer: 5, constructor: 7 },
    unknown: { deep: true },
  });
  deepEqual(beacon, { ts: TS, sessionId: "s", funnel: { answer: 5 } });
  equal(droppedFieldCount, 6);
});

const refused = [
  { why: "a missing ts", input: { sessionId: "s" }, field: "ts" },
  { why: "a text as ts", input: { ts: "1", sessionId: "s" }, field: "ts" },
  { why: "an endless ts", input: { ts: 1e300, sessionId: "s" }, field: "ts" },
  { why: "no session", input: { ts: TS }, field: "sessionId" },
  {
    why: "an endless session",
    input: { ts: TS, sessionId: "x".repeat(129) },
    field: "sessionId",
  },
  { why: "a list", input: [], field: undefined },
];
for (const { why, input, field } of refused) {
  Deno.test(`kpiBeaconSchema refuses ${why} and names the field`, () => {
    const result = kpiBeaconSchema.safeParse(input);
    equal(result.success, false);
    equal(result.error?.issues[0]?.path[0], field);
  });
}

Deno.test("kpiBeaconSchema carries every epoch in milliseconds unharmed", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 8.64e15 }), (ts) => {
    equal(kpiBeaconSchema.parse({ ts, sessionId: "s" }).beacon.ts, ts);
  }));
});

Deno.test("kpiBeaconSchema accepts whatever optional fields hold", () => {
  fc.assert(fc.property(fc.object(), (noise) => {
    const { beacon } = kpiBeaconSchema.parse({
      ...noise,
      funnel: noise,
      matchMs: noise,
      ts: TS,
      sessionId: "s",
    });
    equal(beacon.ts, TS);
    equal(beacon.matchMs, undefined);
  }));
});
