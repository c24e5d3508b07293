import { equal } from "node:assert/strict";
import {
  CHILD_TIER,
  PARENT_TIER,
  periodStart,
  TIER_NAMES,
  TIERS,
} from "@/lib/monitoring/core/tiers.ts";

Deno.test("periodStart() cuts at UTC bounds", () => {
  const at = Date.UTC(2026, 10, 20, 13, 47, 12);
  equal(periodStart("5m", at), Date.UTC(2026, 10, 20, 13, 45));
  equal(periodStart("hour", at), Date.UTC(2026, 10, 20, 13));
  equal(periodStart("day", at), Date.UTC(2026, 10, 20));
});

Deno.test("each tier is made of whole periods of the one before", () => {
  for (const [i, tier] of TIER_NAMES.entries()) {
    equal(CHILD_TIER[tier], TIER_NAMES[i - 1] ?? null);
    equal(PARENT_TIER[tier], TIER_NAMES[i + 1] ?? null);
    const child = CHILD_TIER[tier];
    if (child !== null) equal(TIERS[tier].lengthMs % TIERS[child].lengthMs, 0);
  }
});
