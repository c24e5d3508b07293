import { deepEqual, equal, notEqual } from "node:assert/strict";
import fc from "fast-check";
import { compiled } from "@/lib/http/compiled_schema.ts";
import {
  candidatesQuerySchema,
  postedCandidatesSchema,
} from "@/lib/protocol/candidate.ts";
import { statsEmissionSchema } from "@/lib/protocol/call_stats.ts";
import {
  descriptionQuerySchema,
  postedDescriptionSchema,
} from "@/lib/protocol/description.ts";
import { enqueueSchema } from "@/lib/protocol/enqueue.ts";
import { peerStateSchema, restartSchema } from "@/lib/protocol/events.ts";
import { kpiBeaconSchema } from "@/lib/protocol/kpi.ts";
import type { Schema } from "@/lib/protocol/schema.ts";
import { backSchema } from "@/lib/protocol/way_back.ts";

const schemas: Record<string, Schema<unknown>> = {
  candidatesQuerySchema,
  postedCandidatesSchema,
  statsEmissionSchema,
  descriptionQuerySchema,
  postedDescriptionSchema,
  enqueueSchema,
  peerStateSchema,
  restartSchema,
  kpiBeaconSchema,
  backSchema,
};

/** Values that some field takes, and values that none does. */
const leaf: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...["p1", "", "x".repeat(65), "m", "m,f", "all", "ALL", "EG, vn", "12"],
    ...["reconnecting", "connected", "candidate:1", "v=0", "caller", "left"],
    ...[0, 1, -1, 1.5, 1e6, 1e15, NaN, true, null, undefined, [], {}],
  ),
  fc.string(),
);
const candidate = fc.record({
  candidate: leaf,
  sdpMid: leaf,
  sdpMLineIndex: leaf,
}, { requiredKeys: [] });
const inner = fc.oneof(
  { withCrossShrink: true },
  leaf,
  candidate,
  fc.array(fc.oneof(leaf, candidate), { maxLength: 3 }),
  fc.record({ sdp: leaf }),
  fc.dictionary(fc.string(), leaf, { maxKeys: 3 }),
);
const field = fc.constantFrom(
  ...["pairId", "sdp", "gen", "candidate", "candidates", "after", "state"],
  ...["gender", "country", "filterGenders", "filterCountries", "interests"],
  ...[
    "offer",
    "relayOnly",
    "onlyIfWaiting",
    "mayMiss",
    "ts",
    "sessionId",
    "role",
    "seq",
  ],
  ...["full", "metrics", "funnel", "iceOk", "unknown", "__proto__"],
);
const body = fc.oneof(
  fc.array(fc.tuple(field, inner), { maxLength: 8 })
    .map((all): unknown => Object.fromEntries(all)),
  inner,
);

/** What one or the other must have; without it, it is refused for that alone. */
const NEEDED = {
  pairId: "p",
  state: "connected",
  sessionId: "s",
  ts: 1,
  seq: 1,
  full: true,
  metrics: { rttMs: 1 },
};

for (const [name, schema] of Object.entries(schemas)) {
  Deno.test(`compiled(${name}) says what the schema says`, () => {
    let taken = 0;
    const property = fc.property(body, (value) => {
      const given = typeof value === "object" && value !== null
        ? { ...NEEDED, ...value }
        : value;
      const [want, got] = [schema, compiled(schema)].map((one) => {
        const result = one.safeParse(given);
        return result.success ? result : result.error.issues;
      });
      deepEqual(got, want);
      if (!Array.isArray(want)) taken++;
    });
    fc.assert(property, { numRuns: 500 });
    notEqual(taken, 0);
    notEqual(compiled(schema), schema, "zod writes code for it");
    equal(compiled(schema), compiled(schema), "once");
  });
}

Deno.test("compiled() leaves alone what is no schema of zod", () => {
  const own: Schema<unknown> = {
    parse: (value) => value,
    safeParse: (data) => ({ success: true, data }),
  };
  equal(compiled(own), own);
});
