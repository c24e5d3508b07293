import { deepEqual, equal, ok } from "node:assert/strict";
import { serialize } from "node:v8";
import fc from "fast-check";
import { MAX_VALUE_BYTES } from "@/lib/monitoring/core/pack.ts";
import { chunksOf, sizeOf } from "@/lib/monitoring/http/chunks.ts";
import {
  freeze,
  listSegments,
  writeSegments,
} from "@/lib/monitoring/http/segments.ts";
import { SeriesAggregate } from "@/lib/monitoring/http/series.ts";
import { TestClock, testStore } from "@/tests/helpers.ts";
import { spread } from "@/tests/spread.ts";

const times = fc.array(spread(0, 1e9), {
  maxLength: 400,
});

function seriesOf(route: string, timesMs: readonly number[], repeat = 1) {
  const labels = { route, method: "OPTIONS", statusClass: "2xx" as const };
  const aggregate = new SeriesAggregate(labels);
  for (const ms of timesMs) {
    for (let i = 0; i < repeat; i++) aggregate.addTimes(ms / 3, ms);
  }
  aggregate.bytesOut = Number.MAX_SAFE_INTEGER;
  return aggregate.toPlain();
}

Deno.test("sizeOf() is never too low and not far too high", () => {
  fc.assert(
    fc.property(times, fc.string(), fc.constantFrom(1, 100), (ms, route, n) => {
      const series = seriesOf(route, ms, n);
      const realBytes = serialize(series).length;
      ok(sizeOf(series) >= realBytes, `${sizeOf(series)} < ${realBytes}`);
      ok(sizeOf(series) < 3 * realBytes);
    }),
    { numRuns: 50 },
  );
});

Deno.test("chunksOf() keeps order and leaves no value too large", () => {
  const spread = Array.from({ length: 300 }, (_, i) => 1.05 ** i);
  const all = Array.from({ length: 200 }, (_, i) => seriesOf(`/${i}`, spread));
  const chunks = chunksOf(all);
  ok(chunks.length > 1);
  deepEqual(chunks.flatMap(({ value }) => value), all);
  for (const { value, sizeBytes } of chunks) {
    ok(sizeBytes <= MAX_VALUE_BYTES);
    ok(serialize(value).length <= MAX_VALUE_BYTES);
  }
  equal(chunksOf([]).length, 1);
});

Deno.test("writeSegments() writes what listSegments() lists, and marks it dirty", async () => {
  using store = await testStore();
  const { ms: minuteStart } = new TestClock();
  let seq = 0;
  const frozen = freeze({
    minuteStart,
    lastAt: minuteStart + 5,
    series: [seriesOf("/", [1, 2, 3])],
    visitors: Float64Array.of(7),
  }, { instanceId: "one", nextSeq: () => ++seq });
  const written: number[] = [];
  const commits = await writeSegments(
    store,
    frozen,
    (some) => written.push(some.length),
  );
  deepEqual([commits, written, store.stats.commits], [1, [1], 1]);
  const span = { fromMs: minuteStart, toMs: minuteStart + 1 };
  deepEqual(
    await Array.fromAsync(listSegments(store, span)),
    frozen.map(({ segment }) => segment),
  );
  const marks = await Array.fromAsync(store.list({ prefix: ["http_dirty"] }));
  deepEqual(marks.map(({ key }) => key), [["http_dirty", "5m", minuteStart]]);
});
