import { deepEqual, equal } from "node:assert/strict";
import { keepKpi } from "@/lib/monitoring/calls/kpi_intake.ts";
import { kpisOfPair } from "@/lib/monitoring/calls/kpi_store.ts";
import type { Role } from "@/lib/protocol/role.ts";
import { TestClock, testLog, testStore } from "@/tests/helpers.ts";

const cases: [string, Role | null, (Role | undefined)[]][] = [
  ["the part that its sender has", "callee", ["callee"]],
  ["nothing of a stranger, whatever part that one claims", null, []],
];
for (const [what, role, kept] of cases) {
  Deno.test(`keepKpi() believes of a beacon ${what}`, async () => {
    using store = await testStore();
    const { now } = new TestClock();
    const deps = { store, now, log: testLog().log, roleIn };
    const beacon = {
      ts: now(),
      sessionId: "s",
      pairId: "p",
      role: "caller",
    } as const;
    equal(await keepKpi(deps, { beacon, droppedFieldCount: 0 }), true);
    const found = await kpisOfPair(store, "p");
    deepEqual(found.map((one) => one.role), kept);

    function roleIn(pairId: string): Promise<Role | null> {
      return Promise.resolve(pairId === "p" ? role : null);
    }
  });
}
