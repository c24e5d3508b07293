import { deepEqual, ok } from "node:assert/strict";
import { serialize } from "node:v8";
import fc from "fast-check";
import { packRuns, sketchBytes } from "@/lib/monitoring/core/pack.ts";
import { Sketch } from "@/lib/monitoring/core/sketch.ts";
import { spread } from "@/tests/spread.ts";

Deno.test("packRuns() fills runs in order and never overfills one", () => {
  const sizes = [30, 30, 50, 90, 10, 10, 200, 5];
  const items = sizes.map((sizeBytes) => ({ value: sizeBytes, sizeBytes }));
  deepEqual(packRuns(items, 100), [
    { value: [30, 30], sizeBytes: 60 },
    { value: [50], sizeBytes: 50 },
    { value: [90, 10], sizeBytes: 100 },
    { value: [10], sizeBytes: 10 },
    { value: [200], sizeBytes: 200 },
    { value: [5], sizeBytes: 5 },
  ]);
  deepEqual(packRuns([], 100), []);
});

Deno.test("sketchBytes() is never too low", () => {
  const values = fc.array(spread(0, 1e12), {
    maxLength: 500,
  });
  fc.assert(fc.property(values, fc.constantFrom(1, 1e6), (list, count) => {
    const sketch = new Sketch();
    for (const value of list) sketch.add(value, count);
    const plain = sketch.toPlain();
    const realBytes = serialize(plain).length;
    ok(sketchBytes(plain) >= realBytes, `${sketchBytes(plain)} < ${realBytes}`);
  }));
});
