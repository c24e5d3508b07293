import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { Sample } from "@/lib/monitoring/records/replay.ts";
import { judge } from "@/lib/monitoring/records/verdict.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";

/** A minute of one state, said every 10 s. */
const minute = (stats: CallStats, fromMs = 0): Sample[] =>
  Array.from({ length: 6 }, (_, i) => ({ at: fromMs + i * 10_000, stats }));

const frozen = (): Sample[] =>
  minute({}).map(({ at }) => ({ at, stats: { freezeMs: at * 0.5 } }));

const FINE: CallStats = {
  quality: "excellent",
  rttMs: 40,
  lossShare: 0,
  lossUpShare: 0,
  cpuLimitedShare: 0,
};

/** What is wrong, how A's and B's figures show it, and what is said of it. */
type Case = readonly [
  what: string,
  a: CallStats,
  b: CallStats,
  place: string,
  ...codes: string[],
];

const cases: Case[] = [
  ["nothing wrong", {}, {}, "none"],
  [
    "a loss that A's reports and B's page agree on",
    { lossUpShare: 0.08 },
    { lossShare: 0.09 },
    "a-uplink",
    "uplink-loss",
    "downlink-loss",
  ],
  [
    "the same from B to A",
    { lossShare: 0.09 },
    { lossUpShare: 0.08 },
    "b-uplink",
    "uplink-loss",
    "downlink-loss",
  ],
  [
    "a loss that only B's page sees",
    {},
    { lossShare: 0.09 },
    "b-downlink",
    "downlink-loss",
  ],
  [
    "a loss that only A's page sees",
    { lossShare: 0.09 },
    {},
    "a-downlink",
    "downlink-loss",
  ],
  [
    "a loss in both directions",
    { lossUpShare: 0.08, lossShare: 0.07 },
    { lossUpShare: 0.07, lossShare: 0.08 },
    "path",
    "uplink-loss",
    "downlink-loss",
    "downlink-loss",
    "uplink-loss",
  ],
  ["a long round trip", { rttMs: 500 }, { rttMs: 480 }, "path", "rtt-ms"],
  ["silence", { isStalled: true }, {}, "path", "stalled"],
  [
    "a device that is short of time",
    { cpuLimitedShare: 0.7 },
    {},
    "a-device",
    "cpu-limited",
  ],
  [
    "a device that is short of time on a bad path",
    { cpuLimitedShare: 0.7, lossUpShare: 0.08 },
    { lossShare: 0.08 },
    "a-uplink",
    "uplink-loss",
    "downlink-loss",
  ],
  [
    "a poor call that nothing explains",
    { quality: "poor" },
    {},
    "unknown",
    "unexplained",
  ],
];
for (const [what, a, b, place, ...codes] of cases) {
  Deno.test(`judge() blames ${place} for ${what}`, () => {
    const verdict = judge({
      a: minute({ ...FINE, ...a }),
      b: minute({ ...FINE, ...b }, 3_000),
    });
    equal(verdict.place, place);
    deepEqual(
      verdict.evidence.map(({ code }) => code),
      place === "none" ? [] : ["trouble-seconds", ...codes],
    );
  });
}

Deno.test("judge() blames none where nothing is known, and unknown where the sender of a loss is silent", () => {
  equal(judge({ a: minute({}), b: minute({}, 3_000) }).place, "none");
  const lossy = minute({ ...FINE, lossShare: 0.09 }, 3_000);
  const { place, evidence } = judge({ a: minute({}), b: lossy });
  equal(place, "unknown");
  deepEqual(evidence.map(({ code }) => code), [
    "trouble-seconds",
    "downlink-loss",
  ]);
});

Deno.test("judge() gives the figures that speak for it, weighted by time", () => {
  const { evidence } = judge({
    a: [
      { at: 0, stats: { rttMs: 400 } },
      { at: 10_000, stats: { rttMs: 700 } },
      { at: 15_000, stats: { rttMs: 40 } },
    ],
    b: [],
  });
  deepEqual(evidence, [
    { code: "trouble-seconds", value: 15 },
    { code: "rtt-ms", value: 500 },
  ]);
});

Deno.test("judge() blames what lasted longest, whichever came first", () => {
  const short = { ...FINE, cpuLimitedShare: 0.7 };
  const long = { ...FINE, isStalled: true };
  for (const course of [[short, long, long], [long, long, short]]) {
    const a = [...course, FINE].map((stats, i) => ({ at: 10_000 * i, stats }));
    equal(judge({ a, b: [] }).place, "path");
  }
});

Deno.test("judge() blames the sender's device for the picture it freezes, and a device that freezes alone", () => {
  const busy = minute({ ...FINE, cpuLimitedShare: 0.9 });
  // It rests for the last third: A's picture is still frozen by itself then.
  for (const sample of busy.slice(4)) sample.stats = FINE;
  equal(judge({ a: frozen(), b: busy }).place, "b-device");
  equal(judge({ a: frozen(), b: minute(FINE) }).place, "a-device");
});

Deno.test("judge() blames nobody for less than 5 s, and nothing for what is long past", () => {
  const short = [
    { at: 0, stats: { rttMs: 900 } },
    { at: 4_999, stats: { rttMs: 20 } },
  ];
  equal(judge({ a: short, b: [] }).place, "none");
  // One word, then silence: it says nothing of the hour after it.
  const once = [{ at: 0, stats: { rttMs: 900 } }];
  const { evidence } = judge({ a: once, b: minute({}, 3600_000) });
  equal(evidence[0]!.value, 15);
});

const anyStats = fc.record({
  rttMs: fc.constantFrom(40, 310),
  lossShare: fc.constantFrom(0, 0.02, 0.08),
  lossUpShare: fc.constantFrom(0, 0.02, 0.08),
  cpuLimitedShare: fc.constantFrom(0, 0.5),
  freezeMs: fc.nat({ max: 100_000 }),
  isStalled: fc.boolean(),
  quality: fc.constantFrom("good" as const, "poor" as const),
}, { requiredKeys: [] });
const anySamples = fc.array(
  fc.record({ at: fc.nat({ max: 600_000 }), stats: anyStats }),
  { maxLength: 40 },
).map((all) => all.toSorted((a, b) => a.at - b.at));

const swapped: Record<string, string> = {
  "a-uplink": "b-uplink",
  "b-uplink": "a-uplink",
  "a-downlink": "b-downlink",
  "b-downlink": "a-downlink",
  "a-device": "b-device",
  "b-device": "a-device",
};

Deno.test("judge() says the same with the members swapped, but for their names", () => {
  // Two that speak at the same moment would be taken in another order.
  fc.assert(
    fc.property(anySamples, anySamples, (a, b) => {
      const apart = b.map(({ at, stats }) => ({ at: at + 0.5, stats }));
      const [one, other] = [judge({ a, b: apart }), judge({ a: apart, b: a })];
      const lasted = (verdict: typeof one) => verdict.evidence[0]?.value;
      equal(lasted(other), lasted(one));
      if (other.place !== (swapped[one.place] ?? one.place)) {
        // Two places may be to blame for the same time: then order decides.
        ok(one.place !== "none" && other.place !== "none");
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("judge() finds something where either end is poor, and nothing where all is fine", () => {
  fc.assert(fc.property(anySamples, (a) => {
    const isBad = a.some(({ stats }) =>
      stats.quality === "poor" || stats.isStalled || (stats.rttMs ?? 0) > 300
    );
    const alike = a.map(({ at }) => ({ at, stats: FINE }));
    equal(judge({ a: alike, b: alike }).place, "none");
    const spread = a.map(({ stats }, i) => ({ at: i * 10_000, stats }));
    if (isBad) ok(judge({ a: spread, b: [] }).place !== "none");
  }));
});
