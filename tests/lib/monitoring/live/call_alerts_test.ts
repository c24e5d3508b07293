import { deepEqual, equal, ok } from "node:assert/strict";
import { readOpenAlerts } from "@/lib/monitoring/alerts/alert_change.ts";
import { listAlertsOfCall } from "@/lib/monitoring/alerts/alert_listing.ts";
import type { Side } from "@/lib/protocol/role.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { Services } from "@/lib/app/services.ts";
import {
  secondInstance,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { emission } from "./emissions.ts";

async function say(
  { statsIntake, callAlerts, now }: Services,
  side: Side,
  metrics: CallStats,
): Promise<void> {
  const sender = { pairId: "p", side, startedAt: 0, country: "XX" };
  const one = emission({ metrics, seq: now() % 1e6, ts: now() });
  await statsIntake.take(sender, { emission: one, droppedFieldCount: 0 });
  await statsIntake.flush();
  await callAlerts.idle();
}

const openIn = async ({ store }: TestServices) =>
  (await readOpenAlerts(store)).map(({ kind, value }) => [kind, value]);

Deno.test("a flush has the calls it wrote looked at, with both members' words", async () => {
  using services = await testServices();
  await say(services, "a", { rttMs: 310 });
  await say(services, "b", { rttMs: 350 });
  deepEqual(await openIn(services), [["call-rtt", 310]]);
  services.clock.advance(20_000);
  await say(services, "a", { rttMs: 310 });
  deepEqual(await openIn(services), [["call-rtt", 350]]);
});

Deno.test("what another instance heard of the other member keeps an alert open", async () => {
  using services = await testServices();
  const other = secondInstance(services);
  await say(services, "a", { rttMs: 400 });
  await say(other, "b", { rttMs: 500 });
  for (let i = 0; i < 4; i++) {
    services.clock.advance(10_000);
    await say(other, "b", { rttMs: 500 });
    await say(services, "a", { rttMs: 20 });
  }
  deepEqual(await openIn(services), [["call-rtt", 500]]);
});

Deno.test("a member who fell silent no longer counts", async () => {
  using services = await testServices();
  await say(services, "a", { rttMs: 400 });
  services.clock.advance(45_000);
  await say(services, "b", { rttMs: 20 });
  services.clock.advance(15_000);
  await say(services, "b", { rttMs: 20 });
  deepEqual(await openIn(services), []);
});

Deno.test("a call that a member says has ended has no open alerts, whatever the other says late", async () => {
  using services = await testServices();
  const { clock, store } = services;
  await say(services, "a", { rttMs: 400, connection: "connected" });
  clock.advance(1_000);
  await say(services, "a", { rttMs: 400, connection: "ended" });
  deepEqual(await openIn(services), []);
  clock.advance(1_000);
  await say(services, "b", { rttMs: 500, connection: "connected" });
  deepEqual(await openIn(services), []);
  const [alert, ...others] = await listAlertsOfCall(store, "p", clock.ms);
  deepEqual([alert!.resolvedBecause, others.length], ["call-ended", 0]);
});

Deno.test("a page that is loaded again goes on with its call, and with its alerts", async () => {
  using services = await testServices();
  await say(services, "a", { rttMs: 400, connection: "ended" });
  deepEqual(await openIn(services), []);
  services.clock.advance(5_000);
  await say(services, "a", { rttMs: 420, connection: "connected" });
  deepEqual(await openIn(services), [["call-rtt", 420]]);
});

Deno.test("of a crowd in trouble many alerts share a commit", async () => {
  using services = await testServices();
  const { statsIntake, callAlerts, store, now } = services;
  for (let i = 0; i < 60; i++) {
    const one = emission({ metrics: { rttMs: 400 }, ts: now() });
    await statsIntake.take(
      { pairId: `p${i}`, side: "a", startedAt: 0, country: "XX" },
      { emission: one, droppedFieldCount: 0 },
    );
  }
  await statsIntake.flush();
  const { commits } = store.stats;
  await callAlerts.idle();
  equal((await readOpenAlerts(store)).length, 60);
  ok(store.stats.commits - commits <= 20);
});

Deno.test("a look that fails is told of, and the next word makes up for it", async () => {
  using services = await testServices();
  const { store, lines } = services;
  const list = store.list;
  store.list = ((selector, options) => {
    const [first] = (selector as { prefix: Deno.KvKey }).prefix;
    if (first === "call_condition") throw new Error("store away");
    return list.call(store, selector, options);
  }) as typeof store.list;
  await say(services, "a", { rttMs: 400 });
  equal(lines.filter((line) => line.includes("store away")).length, 1);
  store.list = list;
  services.clock.advance(1_000);
  await say(services, "a", { rttMs: 400 });
  deepEqual(await openIn(services), [["call-rtt", 400]]);
});

Deno.test("a call whose members are both heard here is looked at without the store", async () => {
  using services = await testServices();
  const { store } = services;
  await say(services, "a", { rttMs: 400 });
  let reads = 0;
  const list = store.list.bind(store);
  store.list = ((selector, options) => {
    const { prefix } = selector as { prefix: Deno.KvKey };
    if (prefix[0] === "live_member" && prefix.length === 2) reads++;
    return list(selector, options);
  }) as typeof store.list;
  services.clock.advance(1_000);
  await say(services, "a", { rttMs: 400 });
  equal(reads, 1, "the other one may be heard elsewhere");
  await say(services, "b", { rttMs: 500 });
  equal(reads, 1);
});
