import { deepEqual } from "node:assert/strict";
import type { Store } from "@/lib/kv/store.ts";
import {
  closedAlertKeys,
  listAlerts,
  listAlertsOfCall,
  listCallAlerts,
} from "@/lib/monitoring/alerts/alert_listing.ts";
import { testStore } from "@/tests/helpers.ts";
import { addAlert, NOW } from "./made_alerts.ts";

const MINUTE_MS = 60_000;

/** After an alert of {@link addAlert} opened, it closes. */
const CLOSED_AFTER_MS = 20 * MINUTE_MS;

async function subjectsOf(
  alerts: AsyncIterable<{ subject: string }>,
): Promise<string[]> {
  return await Array.fromAsync(alerts, ({ subject }) => subject);
}

/** Adds alerts that opened at these moments, named by them. */
async function addAll(
  store: Store,
  moments: readonly number[],
  kind?: string,
): Promise<void> {
  for (const at of moments) {
    const subject = String(at - NOW);
    await addAlert(store, { at, subject, ...(kind && { kind }) });
  }
}

const aroundSpan = [
  NOW - MINUTE_MS - 1,
  NOW - MINUTE_MS,
  NOW - 1,
  NOW,
];
const span = { fromMs: NOW - MINUTE_MS, toMs: NOW, now: NOW };

Deno.test("listAlerts() begins with the first moment of a span and ends before its last", async () => {
  using store = await testStore();
  await addAll(store, aroundSpan);
  deepEqual(await subjectsOf(listAlerts(store, span)), ["-1", "-60000"]);
  for (const fromMs of [NOW, NOW + 1]) {
    const none = { ...span, fromMs };
    deepEqual(await subjectsOf(listAlerts(store, none)), []);
  }
});

Deno.test("listCallAlerts() begins with the first moment of a span and ends before its last", async () => {
  using store = await testStore();
  await addAll(store, aroundSpan, "call-loss");
  const subjects = await subjectsOf(listCallAlerts(store, span));
  deepEqual(subjects.sort(), ["-1", "-60000"]);
});

Deno.test("an alert is gone at the moment it expires, in every listing", async () => {
  using store = await testStore();
  for (const kind of ["http-latency", "call-loss"]) {
    for (const [subject, leftMs] of [["gone", 0], ["kept", 1]] as const) {
      const at = NOW - 30_000 + leftMs;
      await addAlert(store, { at, kind, subject, expiresAt: NOW + leftMs });
    }
  }
  deepEqual(await subjectsOf(listAlerts(store, span)), ["kept"]);
  deepEqual(await subjectsOf(listCallAlerts(store, span)), ["kept"]);
  const of = async (pairId: string) =>
    (await listAlertsOfCall(store, pairId, NOW)).length;
  deepEqual([await of("gone"), await of("kept")], [0, 1]);
});

Deno.test("closedAlertKeys() lists what closed before a moment, and nothing open", async () => {
  using store = await testStore();
  await addAll(store, [
    NOW - CLOSED_AFTER_MS - 1,
    NOW - CLOSED_AFTER_MS,
    NOW - 1,
  ]);
  const at = NOW - 2 * CLOSED_AFTER_MS;
  await addAlert(store, { at, subject: "open", isOpen: true });
  const keys = await Array.fromAsync(closedAlertKeys(store, NOW));
  const closed = await Promise.all(
    keys.map((key) => store.get<{ subject: string }>(key)),
  );
  deepEqual(
    closed.map(({ value }) => value?.subject),
    [String(-CLOSED_AFTER_MS - 1)],
  );
});
