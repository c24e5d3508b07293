import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { addKpi, KPI_LIFE_MS } from "@/lib/monitoring/calls/kpi_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import { RtcRecent } from "@/lib/monitoring/calls/recent.ts";
import { figuresOf } from "@/lib/monitoring/calls/roll_up.ts";
import { seededRandom, TestClock, testStore } from "@/tests/helpers.ts";

const MINUTE_MS = 60_000;
const random = seededRandom(11);

function add(store: Store, receivedAtMs: number, ttfmMs = 100): Promise<void> {
  return addKpi(store, {
    ts: receivedAtMs,
    sessionId: "s",
    ttfmMs,
    receivedAtMs,
    skewMs: 0,
    droppedFieldCount: 0,
    expiresAt: receivedAtMs + KPI_LIFE_MS,
  }, random);
}

/** Counts how many values are read from the store. */
function countReads(store: Store): () => number {
  let count = 0;
  const list = store.list.bind(store);
  store.list = function <T>(...args: Parameters<Store["list"]>) {
    const entries = list<T>(...args);
    const next = entries.next.bind(entries);
    entries.next = async () => {
      const result = await next();
      if (!result.done) count++;
      return result;
    };
    return entries;
  };
  return () => count;
}

Deno.test("RtcRecent gives the same figures as reading every beacon", async () => {
  const steps = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 4 * MINUTE_MS }),
      ttfmMs: fc.nat(5_000),
    }),
    { maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (visits) => {
      using store = await testStore();
      const clock = new TestClock();
      const recent = new RtcRecent(store, clock.now);
      for (const { afterMs, ttfmMs } of visits) {
        clock.advance(afterMs);
        await add(store, clock.ms, ttfmMs);
        const minute = Math.floor(clock.ms / MINUTE_MS) * MINUTE_MS;
        const range = { fromMs: minute - 15 * MINUTE_MS, toMs: clock.ms + 1 };
        deepEqual(
          (await recent.figures(range)).toPlain(),
          (await figuresOf(store, range, clock.ms)).toPlain(),
        );
      }
    }),
    { numRuns: 20 },
  );
});

Deno.test("RtcRecent reads a settled minute once only", async () => {
  using store = await testStore();
  const clock = new TestClock();
  const recent = new RtcRecent(store, clock.now);
  const start = clock.ms;
  for (let i = 0; i < 200; i++) await add(store, start + i * 1_000);
  clock.advance(200_000);
  const reads = countReads(store);
  const range = { fromMs: start, toMs: clock.ms };
  equal((await recent.figures(range)).beaconCount, 200);
  equal(reads(), 200);
  equal((await recent.figures(range)).beaconCount, 200);
  equal(reads(), 200 + 20, "the three settled minutes are known");
});

Deno.test("RtcRecent sees a beacon that was written ten seconds late", async () => {
  using store = await testStore();
  const clock = new TestClock();
  const recent = new RtcRecent(store, clock.now);
  const start = clock.ms;
  const range = { fromMs: start, toMs: start + 5 * MINUTE_MS };
  clock.advance(MINUTE_MS + 9_000);
  equal((await recent.figures(range)).beaconCount, 0);
  await add(store, start + MINUTE_MS - 1);
  equal((await recent.figures(range)).beaconCount, 1);
});

Deno.test("RtcRecent forgets what is long ago", async () => {
  using store = await testStore();
  const clock = new TestClock();
  const recent = new RtcRecent(store, clock.now);
  const start = clock.ms;
  await add(store, start);
  clock.advance(5 * MINUTE_MS);
  await recent.figures({ fromMs: start, toMs: clock.ms });
  clock.advance(24 * 60 * MINUTE_MS);
  const reads = countReads(store);
  await recent.figures({ fromMs: start, toMs: start + MINUTE_MS });
  await recent.figures({ fromMs: start, toMs: start + MINUTE_MS });
  ok(reads() >= 2, "too old to keep, so read every time");
});
