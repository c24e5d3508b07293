import { deepEqual, equal } from "node:assert/strict";
import { addAlertOf, NOW } from "./made_alerts.ts";
import type { Store } from "@/lib/kv/store.ts";
import { acknowledgeAlert } from "@/lib/monitoring/alerts/alert_store.ts";
import {
  type AlertQuery,
  alertQuerySchema,
  findAlerts,
} from "@/lib/monitoring/alerts/find_alerts.ts";
import { testStore } from "@/tests/helpers.ts";

async function some(): Promise<Store> {
  const store = await testStore();
  await addAlertOf(store, 50);
  await addAlertOf(store, 40, { kind: "bandwidth" });
  await addAlertOf(store, 30, { isOpen: true });
  await addAlertOf(store, 20, { severity: "high" });
  await addAlertOf(store, 10, { isOpen: true, severity: "critical" });
  return store;
}

async function find(store: Store, query: AlertQuery, limit = 10) {
  const found = await findAlerts(store, query, { now: NOW, limit });
  const names = (alerts: { subject: string }[]) =>
    alerts.map(({ subject }) => subject).join();
  return { ...found, open: names(found.open), closed: names(found.closed) };
}

Deno.test("findAlerts() lists the open ones, worst first, then the past", async () => {
  using store = await some();
  const { open, closed, nextBefore } = await find(store, {});
  equal(open, "10,30");
  equal(closed, "20,40,50");
  equal(nextBefore, null);
});

Deno.test("findAlerts() goes by state, kind and severity together", async () => {
  using store = await some();
  equal((await find(store, { state: "open" })).closed, "");
  equal((await find(store, { state: "closed" })).open, "");
  equal((await find(store, { kind: "bandwidth" })).closed, "40");
  equal((await find(store, { kind: "bandwidth" })).open, "");
  equal((await find(store, { severity: "high" })).closed, "20");
  equal(
    (await find(store, { kind: "bandwidth", severity: "high" })).closed,
    "",
  );
});

Deno.test("findAlerts() knows which nobody has taken note of", async () => {
  using store = await some();
  equal((await find(store, { state: "new" })).open, "10,30");
  const [worst] = (await findAlerts(store, {}, { now: NOW, limit: 1 })).open;
  await acknowledgeAlert(store, worst!.id, NOW);
  equal((await find(store, { state: "new" })).open, "30");
  equal((await find(store, { state: "open" })).open, "10,30");
});

Deno.test("findAlerts() gives page after page, none twice and none left out", async () => {
  using store = await some();
  const seen: string[] = [];
  let before: number | undefined;
  for (let pages = 0; pages < 9; pages++) {
    const { closed, nextBefore, open } = await find(store, { before }, 1);
    seen.push(closed);
    if (pages > 0) equal(open, "", "open ones are on the first page");
    if (nextBefore === null) break;
    before = nextBefore;
  }
  deepEqual(seen, ["20", "40", "50"]);
});

Deno.test("alertQuerySchema takes a form's empty fields for all", () => {
  const asked = { state: "", kind: "", severity: "low", before: "" };
  deepEqual(alertQuerySchema.parse(asked), {
    severity: "low",
    state: undefined,
    kind: undefined,
    before: undefined,
  });
  equal(alertQuerySchema.safeParse({ severity: "awful" }).success, false);
});

Deno.test("findAlerts() counts all that are open, and lists the worst hundred", async () => {
  using store = await testStore();
  const kind = "call-loss";
  for (let minutesAgo = 200; minutesAgo > 20; minutesAgo--) {
    await addAlertOf(store, minutesAgo, { kind, isOpen: true });
  }
  await addAlertOf(store, 9, { kind, isOpen: true, severity: "critical" });
  const found = await findAlerts(store, {}, { now: NOW, limit: 10 });
  equal(found.openCount, 181);
  equal(found.open.length, 100);
  equal(found.open[0]!.subject, "9");
  const bad = await find(store, { severity: "critical" });
  deepEqual([bad.open, bad.openCount], ["9", 1]);
});
