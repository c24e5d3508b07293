import { deepEqual, equal, ok } from "node:assert/strict";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import {
  changedAlerts,
  readOpenAlerts,
} from "@/lib/monitoring/alerts/alert_change.ts";
import { readAlerts } from "@/lib/monitoring/alerts/alert_list.ts";
import { listAlertsOfCall } from "@/lib/monitoring/alerts/alert_listing.ts";
import {
  acknowledgeAlert,
  listCallConditions,
} from "@/lib/monitoring/alerts/alert_store.ts";
import { CallWatch } from "@/lib/monitoring/alerts/call_watch.ts";
import { alertKeys } from "@/lib/monitoring/alerts/keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import { seededRandom, TestClock, testStore } from "@/tests/helpers.ts";

class Scene {
  readonly clock = new TestClock();
  readonly store: Store;
  /** Every change, as listeners hear of it. */
  readonly told: Alert[] = [];
  #watches = 0;

  constructor(store: Store) {
    this.store = store;
  }

  watch(costPerGb = 0.05): CallWatch {
    const watch = new CallWatch({
      store: this.store,
      now: this.clock.now,
      random: seededRandom(++this.#watches),
      costPerGb: () => Promise.resolve(costPerGb),
    });
    watch.listeners.add((alert) => this.told.push(alert));
    return watch;
  }

  async alerts(pairId = "p"): Promise<Alert[]> {
    return await listAlertsOfCall(this.store, pairId, this.clock.ms);
  }
}

const look = (watch: CallWatch, ...members: CallStats[]) =>
  watch.look("p", members, () => Promise.resolve(members));

const thresholds = [
  {
    what: "a round trip beyond 300 ms",
    fine: { rttMs: 300 },
    bad: { rttMs: 301 },
    alert: ["call-rtt", "medium", "ms", 301, 300],
  },
  {
    what: "a loss beyond 5 %",
    fine: { lossShare: 0.05 },
    bad: { lossShare: 0.06 },
    alert: ["call-loss", "medium", "%", 6, 5],
  },
  {
    what: "a loss beyond 5 % of what goes out",
    fine: { lossUpShare: 0.05 },
    bad: { lossUpShare: 0.06 },
    alert: ["call-loss", "medium", "%", 6, 5],
  },
  {
    what: "a relay, with what it costs",
    fine: { isRelayed: false, isRemoteRelayed: true, relayedBytes: 9e9 },
    bad: { isRelayed: true, relayedBytes: 2e9 },
    alert: ["call-relay", "low", "$", 0.1, 0],
  },
  {
    what: "a poor call",
    fine: { quality: "fair" },
    bad: { quality: "poor" },
    alert: ["call-quality", "critical", "sides", 1, 0],
  },
] as const;
for (const { what, fine, bad, alert } of thresholds) {
  Deno.test(`CallWatch raises an alert at once for ${what}, of either member, and none before`, async () => {
    using store = await testStore();
    const scene = new Scene(store);
    const watch = scene.watch();
    await look(watch, fine as CallStats, {});
    deepEqual(await scene.alerts(), []);
    await look(watch, {}, bad as CallStats);
    deepEqual(
      scene.told.map((one) => [
        one.kind,
        one.severity,
        one.unit,
        one.value,
        one.threshold,
      ]),
      [alert],
    );
    equal(scene.told[0]!.subject, "p");
    deepEqual(await scene.alerts(), scene.told);
    deepEqual(await readOpenAlerts(store), scene.told);
  });
}

Deno.test("CallWatch keeps one alert open over many samples, and closes it once it has been over for a while", async () => {
  using store = await testStore();
  const scene = new Scene(store);
  const watch = scene.watch();
  for (let i = 0; i < 50; i++) {
    await look(watch, { rttMs: i % 2 === 0 ? 400 + i : 250 });
    scene.clock.advance(1_000);
  }
  equal((await scene.alerts()).length, 1);
  await look(watch, { rttMs: 239 });
  scene.clock.advance(14_999);
  await look(watch, { rttMs: 239 });
  equal((await scene.alerts())[0]!.resolvedAt, null);
  scene.clock.advance(1);
  await look(watch, { rttMs: 239 });
  const [closed] = await scene.alerts();
  equal(closed!.resolvedBecause, "recovered");
  equal(closed!.expiresAt, scene.clock.ms + 7 * 24 * 3600_000);
  deepEqual(await Array.fromAsync(listCallConditions(store)), []);
  await look(watch, { rttMs: 500 });
  equal((await scene.alerts()).length, 2);
});

Deno.test("CallWatch writes an open alert whose value moves only now and then", async () => {
  using store = await testStore();
  const scene = new Scene(store);
  const watch = scene.watch();
  await look(watch, { rttMs: 400 });
  const { commits } = store.stats;
  for (let i = 0; i < 19; i++) {
    scene.clock.advance(1_000);
    await look(watch, { rttMs: 500 });
  }
  equal(store.stats.commits, commits);
  scene.clock.advance(1_000);
  await look(watch, { rttMs: 500 });
  equal(store.stats.commits, commits + 1);
  equal((await scene.alerts())[0]!.worstValue, 500);
});

Deno.test("CallWatch asks the store nothing for a call that is fine", async () => {
  using store = await testStore();
  const watch = new Scene(store).watch();
  await look(watch, { rttMs: 10 });
  let isAsked = false;
  const list = store.list.bind(store);
  store.list = (...args) => {
    isAsked = true;
    return list(...args);
  };
  await watch.look("p", [{ rttMs: 20, quality: "good" }], () => {
    isAsked = true;
    return Promise.resolve([]);
  });
  equal(isAsked, false);
});

for (const closer of [0, 1]) {
  Deno.test(`of two instances that see one call, one opens its alert, and number ${closer} closes it`, async () => {
    using store = await testStore();
    const scene = new Scene(store);
    const watches = [scene.watch(), scene.watch()];
    await Promise.all(watches.map((watch) => look(watch, { rttMs: 400 })));
    equal((await scene.alerts()).length, 1);
    // The one that came second knows of it from then on.
    await look(watches[closer]!, { rttMs: 100 });
    scene.clock.advance(15_000);
    await look(watches[closer]!, { rttMs: 100 });
    equal((await scene.alerts())[0]!.resolvedBecause, "recovered");
  });
}

Deno.test("CallWatch.end() closes what is open of that call and of no other", async () => {
  using store = await testStore();
  const scene = new Scene(store);
  const watch = scene.watch();
  const members: CallStats[] = [{ rttMs: 400, quality: "poor" }];
  // One that saw the call while it was fine remembers that nothing is open.
  const earlier = scene.watch();
  await look(earlier, {});
  await look(watch, ...members);
  await watch.look("q", members, () => Promise.resolve(members));
  await earlier.end("p");
  deepEqual(
    (await scene.alerts()).map(({ resolvedBecause }) => resolvedBecause),
    ["call-ended", "call-ended"],
  );
  deepEqual(
    (await scene.alerts("q")).map(({ resolvedAt }) => resolvedAt),
    [null, null],
  );
  await watch.end("p");
  equal((await scene.alerts()).length, 2);
});

Deno.test("a relay is told of before its first bytes are", async () => {
  using store = await testStore();
  const scene = new Scene(store);
  await look(scene.watch(), { isRelayed: true });
  deepEqual((await scene.alerts()).map(({ kind }) => kind), ["call-relay"]);
});

Deno.test("a relay that costs nothing is no news", async () => {
  using store = await testStore();
  const scene = new Scene(store);
  await look(scene.watch(0), { isRelayed: true, relayedBytes: 5e9 });
  deepEqual(await scene.alerts(), []);
});

Deno.test("a crowd of poor calls puts nothing into the outbox, and leaves the site's alerts alone", async () => {
  using store = await testStore();
  const scene = new Scene(store);
  const watch = scene.watch();
  const poor: CallStats[] = [{ quality: "poor", rttMs: 900, lossShare: 0.5 }];
  for (let i = 0; i < 150; i++) {
    await watch.look(`call${i}`, poor, () => Promise.resolve(poor));
  }
  equal((await readOpenAlerts(store)).length, 450);
  const messages = store.list({ prefix: alertKeys.messages() });
  deepEqual(await Array.fromAsync(messages), []);
  const listed = await readAlerts(store, {
    now: scene.clock.ms,
    isOpenOnly: false,
  });
  equal(listed.alerts.length, 100);
  deepEqual([listed.openCount, listed.isTruncated], [450, true]);
  deepEqual(await Array.fromAsync(store.list({ prefix: ["alert"] })), []);
});

Deno.test("an admin can take note of an alert about a call, and those who watch hear of it", async () => {
  using store = await testStore();
  const scene = new Scene(store);
  await look(scene.watch(), { rttMs: 400 });
  const [{ id }] = scene.told as [Alert];
  ok(id.length <= 64);
  const from = scene.clock.ms + 1;
  deepEqual(await changedAlerts(store, from), new Map());
  scene.clock.advance(5);
  const noted = await acknowledgeAlert(store, id, scene.clock.ms);
  equal(noted?.acknowledgedAt, scene.clock.ms);
  deepEqual(await changedAlerts(store, from), new Map([[id, from + 4]]));
});
