import { deepEqual, equal, throws } from "node:assert/strict";
import {
  areaOf,
  cpuWeights,
  foldAreas,
  heapWeights,
  type Weighted,
} from "./profile_areas.ts";

const ROOT = "file:///site/";

function frame(functionName: string, url = "") {
  return { functionName, url };
}

function seen(weight: number, functionName: string, url = ""): Weighted {
  return { frame: frame(functionName, url), weight };
}

Deno.test("areaOf() tells our folders apart, and rooms within lib", () => {
  const area = (path: string) => areaOf(frame("f", ROOT + path), ROOT);
  equal(area("lib/kv/owned/decide.ts"), "lib/kv");
  equal(area("lib/log.ts"), "lib");
  equal(area("fresh/src/app.ts"), "fresh");
  equal(area("routes/api/rtc/ice.ts"), "routes");
  equal(area("main.ts"), "main.ts");
});

Deno.test("areaOf() knows what is not ours", () => {
  const area = (url: string) => areaOf(frame("f", url), ROOT);
  equal(
    area(`${ROOT}node_modules/.deno/zod@4/node_modules/zod/core.js`),
    "npm packages",
  );
  equal(area("file:///cache/npm/host/zod/4/core.js"), "npm packages");
  for (const url of ["ext:deno_http/00_serve.ts", "node:events"]) {
    equal(area(url), "Deno's JavaScript");
  }
  equal(area("file:///other/lib/kv/store.ts"), "elsewhere");
});

Deno.test("areaOf() tells native functions from what is no function", () => {
  const area = (name: string) => areaOf(frame(name), ROOT);
  equal(area("op_kv_atomic_write"), "native functions");
  equal(area(""), "native functions");
  equal(area("(idle)"), "idle");
  equal(area("(garbage collector)"), "garbage collector");
  equal(area("(program)"), "program (native)");
  equal(area("(root)"), "program (native)");
});

Deno.test("foldAreas() adds up areas and names their heaviest functions", () => {
  const areas = foldAreas([
    seen(2, "get", `${ROOT}lib/kv/a.ts`),
    seen(3, "get", `${ROOT}lib/kv/b.ts`),
    seen(4, "", `${ROOT}lib/kv/b.ts`),
    seen(2, "get", `${ROOT}lib/kv/a.ts`),
    seen(1, "least", `${ROOT}lib/kv/b.ts`),
    seen(20, "(idle)"),
    seen(0, "GET", `${ROOT}routes/api/rtc/ice.ts`),
  ], ROOT);
  deepEqual(areas, [
    { name: "idle", weight: 20, heaviest: ["(idle)"] },
    {
      name: "lib/kv",
      weight: 12,
      heaviest: ["get a.ts", "(anonymous) b.ts", "get b.ts"],
    },
  ]);
});

Deno.test("cpuWeights() counts how often functions were seen", () => {
  const callFrame = { ...frame("f", "ext:core"), lineNumber: 1 };
  deepEqual(
    cpuWeights({
      nodes: [{ id: 1, callFrame, hitCount: 7 }, { id: 2, callFrame }],
      timeDeltas: [9_000_000],
    }),
    [seen(7, "f", "ext:core"), seen(0, "f", "ext:core")],
  );
  throws(() => cpuWeights({ nodes: [{ hitCount: 1 }] }));
});

Deno.test("heapWeights() reads the whole tree, however deep", () => {
  const callFrame = frame("f", "ext:core");
  const leaf = { callFrame, selfSize: 1, children: [] };
  const branch = { callFrame, selfSize: 10, children: [leaf, leaf] };
  const head = { callFrame, selfSize: 100, children: [leaf, branch] };
  const bytes = heapWeights({ head }).map(({ weight }) => weight);
  deepEqual(bytes.sort((a, b) => a - b), [1, 1, 1, 10, 100]);
  throws(() => heapWeights({ head: { callFrame } }));
});
