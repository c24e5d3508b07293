import { deepEqual, equal, ok } from "node:assert/strict";
import { serialize } from "node:v8";
import fc from "fast-check";
import {
  chunksOf,
  commitsOf,
  MAX_CHUNK_BYTES,
  sizeOf,
} from "@/lib/monitoring/http/chunks.ts";
import {
  freeze,
  listSegments,
  writeSegments,
} from "@/lib/monitoring/http/segments.ts";
import { SeriesFigures } from "@/lib/monitoring/http/series.ts";
import { TestClock, testStore } from "@/tests/helpers.ts";

const times = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), {
  maxLength: 400,
});

function seriesOf(route: string, timesMs: readonly number[], repeat = 1) {
  const labels = { route, method: "OPTIONS", statusClass: "2xx" as const };
  const figures = new SeriesFigures(labels);
  for (const ms of timesMs) {
    for (let i = 0; i < repeat; i++) figures.addTimes(ms / 3, ms);
  }
  figures.bytesOut = Number.MAX_SAFE_INTEGER;
  return figures.toPlain();
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
  deepEqual(chunks.flatMap(({ series }) => series), all);
  for (const { series, sizeBytes } of chunks) {
    ok(sizeBytes <= MAX_CHUNK_BYTES);
    ok(serialize(series).length <= MAX_CHUNK_BYTES);
  }
  equal(chunksOf([]).length, 1);
});

Deno.test("commitsOf() fills commits in order", () => {
  const items = [30, 30, 50, 90, 10, 10].map((sizeBytes) => ({ sizeBytes }));
  deepEqual(
    commitsOf(items, 100).map((c) => c.map(({ sizeBytes }) => sizeBytes)),
    [[30, 30], [50], [90, 10], [10]],
  );
});

Deno.test("writeSegments() writes what listSegments() lists until it expires", async () => {
  using store = await testStore();
  const clock = new TestClock();
  const minuteStart = clock.ms;
  let seq = 0;
  const frozen = freeze({
    minuteStart,
    lastAt: clock.ms + 5,
    series: [seriesOf("/", [1, 2, 3])],
    visitors: Float64Array.of(7),
  }, { instanceId: "one", nextSeq: () => ++seq, now: clock.ms });
  const written: number[] = [];
  const commits = await writeSegments(
    store,
    frozen,
    (some) => written.push(some.length),
  );
  deepEqual([commits, written], [1, [1]]);
  const read = async () => {
    const list = [];
    const range = { fromMs: minuteStart, toMs: minuteStart + 1 };
    for await (const s of listSegments(store, { ...range, now: clock.ms })) {
      list.push(s);
    }
    return list;
  };
  deepEqual(await read(), frozen.map(({ segment }) => segment));
  clock.advance(2 * 24 * 3_600_000);
  deepEqual(await read(), []);
});
