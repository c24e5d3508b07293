import { equal, ok, throws } from "node:assert/strict";
import { KPI_LIFE_MS } from "@/lib/monitoring/calls/kpi_store.ts";
import { LIMITS, Limits } from "@/lib/safety/limits.ts";
import { TestClock } from "@/tests/helpers.ts";

const anybody = { visitor: "v", address: "203.0.113.7" };
/** A complete offer with its candidates, as Chromium makes it. */
const REAL_SDP_BYTES = 6_000;
/** A beacon in the database, when every field is there and the longest. */
const LONG_BEACON_BYTES = 650;
const isSlowDown = { code: "slow-down" };

Deno.test("Limits count a visitor at whatever address", () => {
  const limits = new Limits(new TestClock().now);
  const { burst } = LIMITS.queue.visitor;
  limits.spend(anybody, { queue: burst });
  throws(
    () => limits.spend({ ...anybody, address: "203.0.113.8" }, { queue: 1 }),
    isSlowDown,
  );
});

Deno.test("Limits count an address under whatever cookies", () => {
  const limits = new Limits(new TestClock().now);
  const { visitor, address } = LIMITS.queue;
  for (let i = 0; i < address.burst / visitor.burst; i++) {
    limits.spend({ ...anybody, visitor: `v${i}` }, { queue: visitor.burst });
  }
  throws(
    () => limits.spend({ ...anybody, visitor: "new" }, { queue: 1 }),
    isSlowDown,
  );
  const elsewhere = { visitor: "new", address: "203.0.113.8" };
  limits.spend(elsewhere, { queue: 1 });
});

Deno.test("Limits weigh what a call costs, each by itself", () => {
  const clock = new TestClock();
  const limits = new Limits(clock.now);
  const { burst, perSecond } = LIMITS.bytes.visitor;
  limits.spend(anybody, { bytes: burst });
  throws(() => limits.spend(anybody, { bytes: perSecond }), isSlowDown);
  limits.spend(anybody, { queue: 1 });
  clock.advance(1_000);
  limits.spend(anybody, { bytes: perSecond });
});

Deno.test("Limits skip an address that is not to be limited", () => {
  const limits = new Limits(new TestClock().now);
  const own = { visitor: null, address: null };
  for (let i = 0; i < 2 * LIMITS.newVisitors.address.burst; i++) {
    limits.spend(own, { newVisitors: 1 });
  }
});

Deno.test("an address is never allowed less than one of its visitors", () => {
  for (const limit of Object.values(LIMITS)) {
    if (!("visitor" in limit)) continue;
    equal(limit.address.burst >= limit.visitor.burst, true);
    equal(limit.address.perSecond >= limit.visitor.perSecond, true);
  }
});

Deno.test("the limits of bytes have room for every offer, and fill no disk", () => {
  const { bytes, descriptions } = LIMITS;
  for (const key of ["visitor", "address"] as const) {
    const { burst, perSecond } = descriptions[key];
    ok(bytes[key].burst >= burst * REAL_SDP_BYTES, `${key}, at once`);
    ok(bytes[key].perSecond >= perSecond * REAL_SDP_BYTES, `${key}, on and on`);
  }
  // An hour of one visitor, and 20 s of one address, which once were 627 MB.
  ok(bytes.visitor.burst + 3_600 * bytes.visitor.perSecond < 200e6);
  ok(bytes.address.burst + 20 * bytes.address.perSecond < 40e6);
});

Deno.test("the limit of reports fills no disk within the week they are kept", () => {
  const { burst, perSecond } = LIMITS.reports.address;
  const weekSeconds = KPI_LIFE_MS / 1_000;
  ok((burst + weekSeconds * perSecond) * LONG_BEACON_BYTES < 1.5e9);
  // A minute of what either limit of short times lets through is no matter.
  const { kpis, stats } = LIMITS;
  ok(burst > 60 * (kpis.address.perSecond + stats.address.perSecond));
});
