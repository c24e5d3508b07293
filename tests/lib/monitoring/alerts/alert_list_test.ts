import { deepEqual, equal } from "node:assert/strict";
import { readAlerts } from "@/lib/monitoring/alerts/alert_list.ts";
import { commitCondition } from "@/lib/monitoring/alerts/alert_store.ts";
import { testStore } from "@/tests/helpers.ts";
import { addAlertOf, NOW } from "./made_alerts.ts";

Deno.test("readAlerts() has every open alert, and of the past the last hundred", async () => {
  using store = await testStore();
  for (let minutesAgo = 1; minutesAgo <= 103; minutesAgo++) {
    await addAlertOf(store, minutesAgo, { isOpen: minutesAgo > 101 });
  }
  const { alerts, ...rest } = await readAlerts(store, {
    now: NOW,
    isOpenOnly: false,
  });
  const current = alerts.filter(({ resolvedAt }) => resolvedAt === null);
  equal(current.map(({ subject }) => subject).join(), "102,103");
  const past = alerts.filter(({ resolvedAt }) => resolvedAt !== null);
  equal(past.length, 100);
  equal(past.at(-1)!.subject, "100");
  deepEqual(rest, { openCount: 2, isTruncated: true }, "one is past the list");
  const open = await readAlerts(store, { now: NOW, isOpenOnly: true });
  deepEqual([open.alerts.length, open.isTruncated], [2, false]);
});

Deno.test("readAlerts() says that it has only a hundred of those about calls", async () => {
  using store = await testStore();
  const openOfCalls = { kind: "call-loss", isOpen: true };
  for (let minutesAgo = 1; minutesAgo <= 100; minutesAgo++) {
    await addAlertOf(store, minutesAgo, openOfCalls);
  }
  await addAlertOf(store, 200, { isOpen: true });
  const asked = { now: NOW, isOpenOnly: true };
  const full = await readAlerts(store, asked);
  deepEqual(
    [full.alerts.length, full.openCount, full.isTruncated],
    [101, 101, false],
  );
  await addAlertOf(store, 300, openOfCalls);
  const cut = await readAlerts(store, asked);
  deepEqual(
    [cut.alerts.length, cut.openCount, cut.isTruncated],
    [101, 102, true],
  );
});

Deno.test("readAlerts() lists of calls the worst, and of equals the latest", async () => {
  using store = await testStore();
  // Calls are kept by their ids, here 101 to 199: the others come after those.
  for (let minutesAgo = 101; minutesAgo <= 199; minutesAgo++) {
    await addAlertOf(store, minutesAgo, { kind: "call-relay", isOpen: true });
  }
  await addAlertOf(store, 300, { kind: "call-relay", isOpen: true });
  await addAlertOf(store, 400, {
    kind: "call-quality",
    severity: "critical",
    isOpen: true,
  });
  await addAlertOf(store, 90, { kind: "call-relay", isOpen: true });
  const { alerts, openCount } = await readAlerts(store, {
    now: NOW,
    isOpenOnly: true,
  });
  equal(openCount, 102);
  const subjects = alerts.map(({ subject }) => subject);
  deepEqual(subjects.slice(0, 3), ["400", "90", "101"]);
  deepEqual([subjects.length, subjects.at(-1)], [100, "198"]);
});

Deno.test("readAlerts() lists each alert once, the open ones about the site worst first", async () => {
  using store = await testStore();
  await addAlertOf(store, 1, { isOpen: true });
  await addAlertOf(store, 2, { isOpen: true, severity: "critical" });
  await addAlertOf(store, 3, {});
  await addAlertOf(store, 4, { isOpen: true, severity: "high" });
  const { alerts, ...rest } = await readAlerts(store, {
    now: NOW,
    isOpenOnly: false,
  });
  equal(alerts.map(({ subject }) => subject).join(), "2,4,1,3");
  deepEqual(rest, { openCount: 3, isTruncated: false });
});

Deno.test("readAlerts() says with the closed ones, too, that some open ones are missing", async () => {
  using store = await testStore();
  for (let minutesAgo = 1; minutesAgo <= 101; minutesAgo++) {
    await addAlertOf(store, minutesAgo, { kind: "call-loss", isOpen: true });
  }
  const asked = { now: NOW, isOpenOnly: false };
  equal((await readAlerts(store, asked)).isTruncated, true);
});

Deno.test("readAlerts() counts no call about which nothing is sure yet", async () => {
  using store = await testStore();
  await commitCondition(store, {
    kind: "call-loss",
    subject: "p",
    versionstamp: null,
    state: { phase: "pending", sinceMs: NOW, seenAtMs: NOW },
  }, NOW);
  const asked = { now: NOW, isOpenOnly: true };
  equal((await readAlerts(store, asked)).openCount, 0);
});
