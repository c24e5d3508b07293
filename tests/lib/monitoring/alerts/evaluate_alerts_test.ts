import { deepEqual, equal, ok } from "node:assert/strict";
import { alertKeys } from "@/lib/monitoring/alerts/keys.ts";
import { acknowledgeAlert } from "@/lib/monitoring/alerts/alert_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import { evaluateAlerts } from "@/lib/monitoring/alerts/evaluate_alerts.ts";
import { readAlerts } from "@/lib/monitoring/alerts/alert_list.ts";
import type { Rule } from "@/lib/monitoring/alerts/rule.ts";
import { seededRandom, testStore } from "@/tests/helpers.ts";

const MINUTE_MS = 60_000;
const START = 1_787_400_000_000;
const rule: Rule = {
  kind: "http-latency",
  title: "Answers are slow",
  unit: "ms",
  troubleIs: "above",
  raiseAt: 1000,
  resolveAt: 800,
  raiseAfterMs: 0,
  resolveAfterMs: 0,
  severity: "medium",
  escalations: [{ at: 3000, severity: "high" }],
};

/** One round of measuring; `minute` counts from the start. */
function enter(
  store: Store,
  { minute, value, seed = minute, on = rule }: {
    minute: number;
    value: number | undefined;
    seed?: number;
    on?: Rule;
  },
) {
  return evaluateAlerts(
    {
      store,
      now: START + minute * MINUTE_MS,
      random: seededRandom(seed),
      hasWebhook: true,
    },
    [on],
    value === undefined ? [] : [{ kind: on.kind, subject: "GET /a", value }],
  );
}

const all = async (store: Store, now = START + 24 * 60 * MINUTE_MS) =>
  (await readAlerts(store, { now, isOpenOnly: false })).alerts;

async function countOf(store: Store, prefix: Deno.KvKey): Promise<number> {
  return (await Array.fromAsync(store.list({ prefix }))).length;
}

Deno.test("evaluateAlerts() keeps an open alert without an end, and a closed one for a time", async () => {
  using store = await testStore();
  const lives: (number | undefined)[] = [];
  const { commit } = store;
  store.commit = (write) => {
    for (const one of write.mutations) {
      if (one.type === "set" && one.key[0] === "alert") {
        lives.push(one.expireInMs);
      }
    }
    return commit.call(store, write);
  };
  await enter(store, { minute: 0, value: 1500 });
  await enter(store, { minute: 1, value: 100 });
  equal(lives.length, 2);
  equal(lives[0], undefined);
  ok(lives[1]! > MINUTE_MS);
});

Deno.test("evaluateAlerts() keeps value, worst value, severity and times of one alert", async () => {
  using store = await testStore();
  await enter(store, { minute: 0, value: 1500 });
  await enter(store, { minute: 1, value: 4000 });
  await enter(store, { minute: 2, value: 1200 });
  deepEqual((await all(store)).map(({ id: _, ...alert }) => alert), [{
    kind: "http-latency",
    subject: "GET /a",
    title: "Answers are slow",
    severity: "high",
    unit: "ms",
    value: 1200,
    worstValue: 4000,
    threshold: 1000,
    startedAt: START,
    openedAt: START,
    updatedAt: START + 2 * MINUTE_MS,
    acknowledgedAt: null,
    resolvedAt: null,
    resolvedBecause: null,
    expiresAt: null,
  }]);
});

Deno.test("evaluateAlerts() closes the alert and opens another one the next time", async () => {
  using store = await testStore();
  await enter(store, { minute: 0, value: 1500 });
  deepEqual(await enter(store, { minute: 1, value: 100 }), {
    raisedCount: 0,
    resolvedCount: 1,
  });
  await enter(store, { minute: 2, value: 1500 });
  const [open, closed] = await all(store);
  equal(open?.resolvedAt, null);
  equal(closed?.resolvedAt, START + MINUTE_MS);
  equal(closed?.resolvedBecause, "recovered");
});

Deno.test("evaluateAlerts() on two instances at once opens one alert and tells once", async () => {
  using store = await testStore();
  for (let minute = 0; minute < 10; minute++) {
    const value = minute < 5 ? 1500 : 100;
    await Promise.all(
      [1, 2, 3].map((instance) =>
        enter(store, { minute, value, seed: 100 * instance + minute })
      ),
    );
  }
  equal((await all(store)).length, 1);
  equal(await countOf(store, alertKeys.alerts()), 1);
  equal(await countOf(store, alertKeys.messages()), 2, "raised and resolved");
});

Deno.test("evaluateAlerts() continues after a restart, pending conditions too", async () => {
  using store = await testStore();
  const on = { ...rule, raiseAfterMs: 2 * MINUTE_MS };
  for (const minute of [0, 1]) await enter(store, { minute, value: 1500, on });
  equal((await all(store)).length, 0);
  await enter(store, { minute: 2, value: 1500, on });
  const [alert] = await all(store);
  equal(alert?.startedAt, START);
  equal(alert?.openedAt, START + 2 * MINUTE_MS);
});

Deno.test("evaluateAlerts() closes an alert whose subject is no longer measured", async () => {
  using store = await testStore();
  await enter(store, { minute: 0, value: 1500 });
  await enter(store, { minute: 29, value: undefined });
  equal((await all(store))[0]?.resolvedAt, null);
  await enter(store, { minute: 31, value: undefined });
  equal((await all(store))[0]?.resolvedBecause, "no-data");
});

Deno.test("evaluateAlerts() leaves the conditions of other rules alone", async () => {
  using store = await testStore();
  await enter(store, { minute: 0, value: 1500 });
  const other = { ...rule, kind: "call-rtt" };
  await enter(store, { minute: 90, value: undefined, on: other });
  equal((await all(store))[0]?.resolvedAt, null);
});

Deno.test("acknowledgeAlert() keeps the first time and survives later changes", async () => {
  using store = await testStore();
  await enter(store, { minute: 0, value: 1500 });
  const [{ id } = { id: "" }] = await all(store);
  const times = await Promise.all(
    [5, 6].map((at) => acknowledgeAlert(store, id, at)),
  );
  equal(new Set(times.map((alert) => alert?.acknowledgedAt)).size, 1);
  await enter(store, { minute: 1, value: 2000 });
  await enter(store, { minute: 2, value: 10 });
  const [alert] = await all(store);
  equal(alert?.acknowledgedAt, times[0]?.acknowledgedAt);
  equal(alert?.resolvedBecause, "recovered");
  equal(await acknowledgeAlert(store, "none", 1), null);
});

Deno.test("readAlerts() shows open alerts first, the worst of them on top", async () => {
  using store = await testStore();
  const deps = {
    store,
    now: START,
    random: seededRandom(1),
    hasWebhook: false,
  };
  const read = (subject: string, value: number) => ({
    kind: rule.kind,
    subject,
    value,
  });
  await evaluateAlerts(deps, [rule], [read("over", 2000)]);
  deps.now += MINUTE_MS;
  await evaluateAlerts(deps, [rule], [
    read("over", 1),
    read("bad", 9000),
    read("mild", 1100),
  ]);
  const alerts = await all(store);
  deepEqual(alerts.map(({ subject }) => subject), ["bad", "mild", "over"]);
  const later = START + 91 * 24 * 60 * MINUTE_MS;
  equal((await all(store, later)).length, 2, "closed ones go after 90 days");
  equal(await countOf(store, alertKeys.messages()), 0);
});
