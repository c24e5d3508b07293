import { deepEqual, equal, ok } from "node:assert/strict";
import { HttpObserver } from "@/lib/monitoring/alerts/http_observer.ts";
import {
  countReads,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { count } from "@/tests/lib/monitoring/http/helpers.ts";

const HOUR_MS = 3_600_000;

/** Counts so many requests and lets an hour pass, and what comes late. */
async function busyHour(
  { httpMonitoring, clock }: TestServices,
  requests: number,
): Promise<void> {
  for (let i = 0; i < requests; i++) count(httpMonitoring, "/");
  await httpMonitoring.flush();
  clock.advance(HOUR_MS + 60_000);
}

Deno.test("HttpObserver tells the hours that are over, and reads them once an hour", async () => {
  using services = await testServices();
  const { store, now, httpMonitoring: { reader } } = services;
  const observer = new HttpObserver({ store, now, reader });
  const hourly = async () => {
    const { hours } = await observer.observe();
    return [...hours.values()].map(({ requestCount }) => requestCount);
  };
  await busyHour(services, 3);
  deepEqual(await hourly(), [3]);
  const reads = countReads(store);
  deepEqual(await hourly(), [3]);
  const again = reads.count;
  await busyHour(services, 5);
  deepEqual(await hourly(), [3, 5]);
  ok(reads.count > 3 * again, `${again} reads, then ${reads.count}`);
  await busyHour(services, 0);
  deepEqual(await hourly(), [3, 5, 0]);
  equal((await observer.observe()).total.requestCount, 0);
});
