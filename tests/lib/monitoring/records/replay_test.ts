import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { LoggedEmission } from "@/lib/monitoring/live/live_rows.ts";
import { eventsOf } from "@/lib/monitoring/records/call_events.ts";
import { relayCost, relayedBytes } from "@/lib/monitoring/records/relayed.ts";
import { replay, type Sample } from "@/lib/monitoring/records/replay.ts";
import {
  packSeries,
  seriesOf,
  unpackSeries,
} from "@/lib/monitoring/records/series.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import { pageOf, states } from "@/tests/lib/monitoring/live/emissions.ts";

const SKEW_MS = 1_000_000;

/** What the server logs of a page whose words take `delays` to come. */
function logOf(
  all: readonly CallStats[],
  delays: readonly number[] = [],
): LoggedEmission[] {
  return pageOf(all, 5_000).map(({ pairId: _, ...emission }, i) => ({
    ...emission,
    receivedAt: emission.ts + SKEW_MS + (delays[i] ?? 0),
  }));
}

const samples = (...all: CallStats[]): Sample[] =>
  all.map((stats, i) => ({ at: i * 10_000, stats }));

Deno.test("replay() makes the same of a log in any order, with parts logged twice", () => {
  fc.assert(fc.property(
    fc.array(states, { minLength: 1, maxLength: 40 }),
    fc.infiniteStream(fc.nat({ max: 900 })),
    fc.integer(),
    (all, delays, lot) => {
      const log = logOf(all, [0, ...delays.take(all.length)]);
      const shuffled = [...log, ...log.slice(0, 5)]
        .sort((a, b) => ((a.seq * lot) % 7) - ((b.seq * lot) % 7));
      const played = replay(shuffled);
      deepEqual(played.map(({ stats }) => stats), all);
      // By the server's clock, whenever each came.
      deepEqual(
        played.map(({ at }) => at),
        all.map((_, i) => 5_000 + SKEW_MS + i * 100),
      );
    },
  ));
});

Deno.test("replay() counts what came again long after once, and nothing that was outdated by then", () => {
  const log = logOf([{ rttMs: 1 }, { rttMs: 2 }, { rttMs: 3 }]);
  const again = { ...log[1]!, receivedAt: log[1]!.receivedAt + 3600_000 };
  const outdated = {
    ...log[1]!,
    ts: log[1]!.ts + 20,
    receivedAt: again.receivedAt,
  };
  const played = replay([...log, again, outdated]);
  deepEqual(played, replay(log));
});

Deno.test("replay() holds a page whose clock is set within a minute of when its words came", () => {
  const log = logOf([{ rttMs: 1 }, { rttMs: 2 }, { rttMs: 3 }]);
  log[2]!.ts -= 3600_000;
  for (const { at } of replay(log)) {
    ok(Math.abs(at - (5_000 + SKEW_MS)) <= 60_000, `${at}`);
  }
});

Deno.test("eventsOf() tells of changes only, and of none that is not known", () => {
  const events = eventsOf(
    "a",
    samples(
      { connection: "connecting" },
      { connection: "connected", quality: "good", isStalled: false },
      {
        connection: "connected",
        quality: "good",
        localCandidateType: "srflx",
      },
      {
        connection: "connected",
        quality: "poor",
        qualityReasons: ["rtt"],
        localCandidateType: "relay",
        remoteCandidateType: "host",
        relayProtocol: "tls",
        restartCount: 1,
        isStalled: true,
      },
      { connection: "connected", quality: "poor", isStalled: false },
    ),
  );
  deepEqual(events.map(({ member: _, ...event }) => event), [
    { at: 0, kind: "state", state: "connecting" },
    { at: 10_000, kind: "state", state: "connected" },
    { at: 10_000, kind: "quality", quality: "good", reasons: [] },
    {
      at: 30_000,
      kind: "path",
      local: "relay",
      remote: "host",
      relayProtocol: "tls",
    },
    { at: 30_000, kind: "restart", count: 1 },
    { at: 30_000, kind: "stalled", isStalled: true },
    { at: 30_000, kind: "quality", quality: "poor", reasons: ["rtt"] },
    { at: 40_000, kind: "stalled", isStalled: false },
  ]);
});

Deno.test("eventsOf() keeps the beginning and the end of a call that never rests", () => {
  const restless = samples(
    ...Array.from({ length: 900 }, (_, i): CallStats => ({
      quality: i % 2 === 0 ? "good" : "poor",
    })),
  );
  const events = eventsOf("a", restless);
  equal(events.length, 200);
  deepEqual([events[0]!.at, events.at(-1)!.at], [0, 8_990_000]);
});

Deno.test("seriesOf() keeps every peak of a long call in 300 points, and breaks where nobody spoke", () => {
  const long = samples(
    ...Array.from({ length: 3_000 }, (_, i): CallStats => ({
      rttMs: i === 1_234 ? 900 : 40,
      lossShare: i === 1_236 ? 0.5 : 0,
    })),
  );
  for (const sample of long.slice(2_000)) sample.at += 60_000;
  const series = seriesOf(long);
  ok(series.length <= 300);
  equal(Math.max(...series.map(({ rttMs = 0 }) => rttMs)), 900);
  equal(Math.max(...series.map(({ lossShare = 0 }) => lossShare)), 0.5);
  const gaps = series.filter(({ rttMs }) => rttMs === undefined);
  deepEqual(gaps.map(({ at }) => at), [1_999 * 10_000 + 1]);
});

Deno.test("a packed series is what it was, with the unknown unknown, and small", () => {
  fc.assert(fc.property(fc.array(states, { maxLength: 50 }), (all) => {
    const points = seriesOf(samples(...all));
    deepEqual(unpackSeries(packSeries(points)), points);
  }));
  const full = seriesOf(samples(
    ...Array.from({ length: 300 }, (_, i): CallStats => ({
      rttMs: 123.456789 + i,
      jitterMs: 12.3456 + i,
      lossShare: 0.01234,
      upAudioBps: 32_123.4,
      upVideoBps: 2_345_678.9,
      downAudioBps: 32_123.4,
      downVideoBps: 2_345_678.9,
      downFps: 29.97,
      mos: 4.321,
      quality: "excellent",
    })),
  ));
  ok(JSON.stringify(packSeries(full)).length < 40_000);
});

Deno.test("relayedBytes() adds up over reloads of the page, which count from 0 again", () => {
  const relayed = samples(
    { isRelayed: true, relayedBytes: 100 },
    { isRelayed: true },
    { isRelayed: true, relayedBytes: 400 },
    { isRelayed: true, relayedBytes: 50 },
    { isRelayed: true, relayedBytes: 60 },
  );
  deepEqual(relayedBytes(relayed), { bytes: 460, because: "needed" });
  const chosen = samples({
    isRelayed: true,
    isRelayChosen: true,
    relayedBytes: 2e9,
  });
  deepEqual(relayCost(relayedBytes(chosen)!, 0.05), {
    relayedBytes: 2e9,
    because: "chosen",
    cost: 0.1,
  });
  equal(relayedBytes(samples({ isRelayed: false }, {})), null);
});
