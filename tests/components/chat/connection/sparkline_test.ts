import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  HEIGHT,
  sparkline,
  WIDTH,
} from "@/components/chat/connection/sparkline.ts";

Deno.test("sparkline() ends at the right with the newest value", () => {
  equal(
    sparkline([0, 50, 100], { seconds: 3, top: 100 }),
    `M0 ${HEIGHT - 2}h0L${WIDTH / 2} ${HEIGHT / 2}L${WIDTH} 2`,
  );
  equal(sparkline([100], { seconds: 3, top: 100 }), `M${WIDTH} 2h0`);
});

Deno.test("sparkline() leaves a gap where nothing is known", () => {
  equal(
    sparkline([0, undefined, 0], { seconds: 3, top: 1 }),
    `M0 ${HEIGHT - 2}h0M${WIDTH} ${HEIGHT - 2}h0`,
  );
  equal(sparkline([], { seconds: 3, top: 1 }), "");
});

Deno.test("sparkline() keeps to its box and loses no value", () => {
  const values = fc.array(fc.option(fc.nat(1_000), { nil: undefined }), {
    maxLength: 120,
  });
  fc.assert(fc.property(values, fc.nat(500), (values, top) => {
    const path = sparkline(values, { seconds: 120, top });
    const points = [...path.matchAll(/[ML](\S+) ([\d.]+)/g)];
    equal(points.length, values.filter((v) => v !== undefined).length);
    for (const [, x, y] of points) {
      ok(Number(x) >= 0 && Number(x) <= WIDTH, path);
      ok(Number(y) >= 0 && Number(y) <= HEIGHT, path);
    }
  }));
});
