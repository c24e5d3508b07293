import { ok } from "node:assert/strict";
import { kpiKeys } from "@/lib/kv/kpi_keys.ts";

Deno.test("kpiKeys table in the module doc names every builder's first part", async () => {
  const source = await Deno.readTextFile("lib/kv/kpi_keys.ts");
  const table = source.slice(0, source.indexOf("@module"));
  const built = [
    kpiKeys.kpi(1, "id"),
    kpiKeys.kpisFrom(1),
    kpiKeys.rtcPeriod("hour", 1),
    kpiKeys.rtcPeriod("day", 1),
    kpiKeys.rtcFinalUntil(),
  ];
  for (const [first] of built) {
    ok(
      table.includes(`\`["${String(first)}"`),
      `undocumented ${String(first)}`,
    );
  }
});
