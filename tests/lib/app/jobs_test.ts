import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { jobsOf } from "@/lib/app/jobs.ts";
import type { Store } from "@/lib/kv/store.ts";
import { recentNoted } from "@/lib/matching/recent_partners.ts";
import { told } from "@/lib/signaling/inbox.ts";
import {
  makePair,
  profile,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { addBeacons, beacon } from "@/tests/lib/monitoring/calls/beacons.ts";
import { count } from "@/tests/lib/monitoring/http/helpers.ts";

interface JobCase {
  /** What the job finds. */
  arrange(services: TestServices): Promise<void>;
  /** Keys by their first parts that its run adds to, or leaves nothing of. */
  fills?: Deno.KvKey[];
  empties?: Deno.KvKey[];
  /** Likewise, keys of which its run leaves fewer. */
  thins?: Deno.KvKey[];
}

const CASES: Record<string, JobCase> = {
  "roll up requests": {
    async arrange({ httpMonitoring }) {
      count(httpMonitoring, "/");
      await httpMonitoring.flush();
    },
    fills: [["http_period", "day"]],
    empties: [["http_dirty"]],
  },
  "roll up calls": {
    async arrange({ store, clock }) {
      await addBeacons(store, beacon(clock.ms));
      await store.commit({
        mutations: [
          { type: "set", key: ["rtc_final_until"], value: clock.ms },
        ],
      });
    },
    fills: [["rtc_period", "day"]],
    empties: [["rtc_dirty"], ["rtc_final_until"]],
  },
  "note who is there": {
    arrange: () => Promise.resolve(),
    fills: [["live_minute"]],
  },
  "close records of calls": {
    async arrange(services) {
      const { pairId } = await makePair(services);
      await services.pairs.end(pairId);
      services.clock.advance(30 * 60_000);
    },
    empties: [["pair_end"]],
  },
  "evaluate alerts": {
    async arrange({ httpMonitoring }) {
      for (let i = 0; i < 50; i++) {
        count(httpMonitoring, "/", { status: 500 });
      }
      await httpMonitoring.flush();
    },
    fills: [["alert"]],
  },
  "sweep calls and queue": {
    async arrange({ queue, store, clock }) {
      for (const anonId of ["a", "b", "c"]) {
        await queue.enqueue(anonId, profile());
      }
      const news = { type: "restart" } as const;
      await store.commit({
        mutations: told({ anonId: "d", pairId: "p", news }, clock.ms),
      });
      clock.advance(30 * 60_000);
    },
    empties: [["pair"], ["ticket"], ["waits"], ["inbox", "d"]],
    // The journal of the store.
    thins: [["owned_log"]],
  },
  "forget what was kept long enough": {
    async arrange({ store, clock, settings }) {
      const DAY_MS = 24 * 3_600_000;
      await addBeacons(store, beacon(clock.ms));
      await settings.retention.change({ beaconDays: 1 });
      clock.advance(2 * DAY_MS);
    },
    empties: [["kpi"]],
  },
};

async function countOf(store: Store, prefix: Deno.KvKey): Promise<number> {
  // A prefix does not cover the key that is just that.
  const { versionstamp } = await store.get(prefix);
  const below = await Array.fromAsync(store.list({ prefix }));
  return below.length + (versionstamp === null ? 0 : 1);
}

for (
  const [name, { arrange, fills = [], empties = [], thins = [] }] of Object
    .entries(CASES)
) {
  Deno.test(`jobsOf() has a job that does "${name}"`, async () => {
    using services = await testServices({ ALERT_RAISE_SECONDS: "0" });
    const { store } = services;
    await arrange(services);
    for (const key of fills) equal(await countOf(store, key), 0, String(key));
    for (const key of empties) ok(await countOf(store, key) > 0, String(key));
    const counted = () => Promise.all(thins.map((key) => countOf(store, key)));
    const before = await counted();
    const job = jobsOf(services).find((one) => one.name === name);
    await job!.run();
    for (const key of fills) ok(await countOf(store, key) > 0, String(key));
    for (const key of empties) equal(await countOf(store, key), 0, String(key));
    const after = await counted();
    ok(after.every((count, i) => count < before[i]!), `${before} → ${after}`);
  });
}

/** Has 31,000 people note a partner. */
async function noteManyRecents(store: Store, now: number): Promise<void> {
  for (let first = 0; first <= 30_000; first += 1_000) {
    const mutations = Array.from({ length: 1_000 }, (_, i) => {
      const noted = { anonId: `v${first + i}`, recents: null, partnerId: "p" };
      return recentNoted(noted, now);
    });
    await store.commit({ mutations, sizeBytes: 1_000 });
  }
}

Deno.test("the sweep leaves no more lists of recent partners than are kept", async () => {
  using services = await testServices();
  await noteManyRecents(services.store, services.clock.ms);
  const jobs = jobsOf(services);
  await jobs.find(({ name }) => name === "sweep calls and queue")!.run();
  equal(await countOf(services.store, ["recent"]), 30_000);
});

Deno.test("jobsOf() lists the jobs that are tested, and when they run", async () => {
  using services = await testServices();
  const jobs = jobsOf(services);
  deepEqual(jobs.map(({ name }) => name), Object.keys(CASES));
  const byHour = jobs.filter(({ schedule }) => schedule !== "* * * * *");
  deepEqual(byHour.map(({ name, schedule }) => [name, schedule]), [
    ["forget what was kept long enough", "7 * * * *"],
  ]);
});

Deno.test("jobsOf() logs a job that fails, by its name", async () => {
  using services = await testServices();
  const { store, lines } = services;
  store.list = store.commit = () => {
    throw new Error("store is away");
  };
  for (const job of jobsOf(services)) {
    lines.length = 0;
    await rejects(job.run(), /store is away/);
    ok(lines.some((line) => JSON.parse(line).job === job.name), job.name);
  }
});
