import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { RELATIVE_ERROR, Sketch } from "@/lib/monitoring/core/sketch.ts";
import { spread } from "@/tests/spread.ts";

/** Whole numbers of 2⁻¹⁰, so that sums are exact; zero now and then. */
const value = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 2 ** 40 }).map((n) => n / 1024),
);
const values = fc.array(value, { minLength: 1, maxLength: 300 });
const quantile = spread(0, 1);

function sketchOf(list: readonly number[]): Sketch {
  const sketch = new Sketch();
  for (const item of list) sketch.add(item);
  return sketch;
}

function merged(parts: readonly (readonly number[])[]): Sketch {
  const sketch = new Sketch();
  for (const part of parts) sketch.merge(sketchOf(part));
  return sketch;
}

Deno.test("Sketch is empty at first", () => {
  const sketch = new Sketch();
  equal(sketch.count, 0);
  equal(sketch.sum, 0);
  equal(sketch.min, undefined);
  equal(sketch.max, undefined);
  equal(sketch.quantile(0.5), undefined);
  deepEqual(Sketch.fromPlain(sketch.toPlain()).toPlain(), sketch.toPlain());
});

Deno.test("Sketch counts zeros as zeros", () => {
  const sketch = sketchOf([0, 0, 0, 10]);
  equal(sketch.quantile(0.5), 0);
  equal(sketch.min, 0);
  equal(sketch.max, 10);
});

Deno.test("Sketch refuses what is no measurement", () => {
  for (const bad of [-1, NaN, Infinity, -Infinity]) {
    throws(() => new Sketch().add(bad), RangeError);
  }
});

Deno.test("Sketch takes one value many times at once", () => {
  const sketch = new Sketch();
  sketch.add(8, 5);
  deepEqual(sketch.toPlain(), sketchOf([8, 8, 8, 8, 8]).toPlain());
});

Deno.test("Sketch keeps its size when a value is absurd", () => {
  const sketch = sketchOf([1e-300, 1, 1e300]);
  ok(sketch.toPlain().buckets.length <= 4);
  equal(sketch.max, 1e300);
});

Deno.test("Sketch.quantile() is within 1 % of the exact one", () => {
  fc.assert(fc.property(values, quantile, (list, q) => {
    const sorted = list.toSorted((a, b) => a - b);
    const exact = sorted[Math.floor(q * (sorted.length - 1))]!;
    const error = Math.abs(sketchOf(list).quantile(q)! - exact);
    ok(error <= exact * (RELATIVE_ERROR + 1e-9), `off by ${error} at ${exact}`);
  }));
});

Deno.test("Sketch.quantile() never falls as q rises", () => {
  fc.assert(fc.property(values, quantile, quantile, (list, a, b) => {
    const sketch = sketchOf(list);
    ok(
      sketch.quantile(Math.min(a, b))! <= sketch.quantile(Math.max(a, b))!,
    );
  }));
});

Deno.test("Sketch.merge() equals adding all, in any order", () => {
  fc.assert(fc.property(fc.array(values, { maxLength: 6 }), (parts) => {
    const whole = sketchOf(parts.flat()).toPlain();
    deepEqual(merged(parts).toPlain(), whole);
    deepEqual(merged(parts.toReversed()).toPlain(), whole);
    deepEqual(sketchOf(parts.flat().toReversed()).toPlain(), whole);
  }));
});

Deno.test("quantiles of a merge are within 1 % of the union's exact ones", () => {
  const parts = fc.array(values, { minLength: 1, maxLength: 6 });
  fc.assert(fc.property(parts, quantile, (lists, q) => {
    const sorted = lists.flat().sort((a, b) => a - b);
    const exact = sorted[Math.floor(q * (sorted.length - 1))]!;
    const stored = new Sketch();
    for (const list of lists) stored.addPlain(sketchOf(list).toPlain());
    for (const sketch of [merged(lists), stored]) {
      const error = Math.abs(sketch.quantile(q)! - exact);
      ok(error <= exact * (RELATIVE_ERROR + 1e-9), `off by ${error}`);
      deepEqual([sketch.min, sketch.max], [sorted[0], sorted.at(-1)]);
    }
  }));
});

Deno.test("Sketch.addPlain() equals merge() of the same sketch", () => {
  fc.assert(fc.property(values, values, (a, b) => {
    const sketch = sketchOf(a);
    sketch.addPlain(sketchOf(b).toPlain());
    deepEqual(sketch.toPlain(), merged([a, b]).toPlain());
  }));
});

Deno.test("Sketch survives JSON and structured clone", () => {
  fc.assert(fc.property(values, (list) => {
    const plain = sketchOf(list).toPlain();
    deepEqual(Sketch.fromPlain(structuredClone(plain)).toPlain(), plain);
    deepEqual(JSON.parse(JSON.stringify(plain)), plain);
  }));
});
