import { equal } from "node:assert/strict";
import { readAlerts } from "@/lib/monitoring/alerts/alert_list.ts";
import { testStore } from "@/tests/helpers.ts";
import { addAlertOf, NOW } from "./made_alerts.ts";

Deno.test("readAlerts() has every open alert, and of the past the last hundred", async () => {
  using store = await testStore();
  for (let minutesAgo = 1; minutesAgo <= 103; minutesAgo++) {
    await addAlertOf(store, minutesAgo, { isOpen: minutesAgo > 101 });
  }
  const alerts = await readAlerts(store, { now: NOW, isOpenOnly: false });
  const open = alerts.filter(({ resolvedAt }) => resolvedAt === null);
  equal(open.map(({ subject }) => subject).join(), "102,103");
  const past = alerts.filter(({ resolvedAt }) => resolvedAt !== null);
  equal(past.length, 100);
  equal(past.at(-1)!.subject, "100");
  equal((await readAlerts(store, { now: NOW, isOpenOnly: true })).length, 2);
});
