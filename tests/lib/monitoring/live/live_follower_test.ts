import { deepEqual, equal } from "node:assert/strict";
import { evaluateAlerts } from "@/lib/monitoring/alerts/evaluate_alerts.ts";
import { rulesOf } from "@/lib/monitoring/alerts/rules.ts";
import { LiveFollower } from "@/lib/monitoring/live/live_follower.ts";
import { LIVE_MS } from "@/lib/monitoring/live/live_rows.ts";
import type { MemberEntry } from "@/lib/monitoring/live/member_book.ts";
import { NO_STATE } from "@/lib/monitoring/live/member_state.ts";
import { writeMembers } from "@/lib/monitoring/live/member_writer.ts";
import { countLive } from "@/lib/monitoring/live_counts.ts";
import type { Services } from "@/lib/app/services.ts";
import {
  makePair,
  secondInstance,
  type TestClock,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { emission } from "./emissions.ts";

async function follow(services: Services): Promise<LiveFollower> {
  const { store, now, log, statsIntake, callWatch } = services;
  return await LiveFollower.start({
    store,
    now,
    log,
    intake: statsIntake,
    watch: callWatch,
    countLive: () => countLive(store),
  });
}

async function say(
  { statsIntake, callAlerts, now }: Services,
  rttMs: number,
  pairId = "p",
): Promise<void> {
  const sender = { pairId, side: "a" as const, startedAt: 0, country: "XX" };
  const one = emission({ metrics: { rttMs }, seq: now() % 1e6, ts: now() });
  await statsIntake.take(sender, { emission: one, droppedFieldCount: 0 });
  await statsIntake.flush();
  await callAlerts.idle();
}

const snapshotOf = ({ calls }: LiveFollower, { clock }: TestServices) =>
  JSON.parse(calls.snapshot(clock.ms));

const rtts = (follower: LiveFollower, services: TestServices) =>
  snapshotOf(follower, services).calls.map((call: {
    pairId: string;
    members: { stats: { rttMs: number } }[];
  }) => [call.pairId, call.members[0]!.stats.rttMs]);

for (const kind of ["owned", "remote"] as const) {
  Deno.test(`LiveFollower begins with what is in the store and follows what two instances write, ${kind}`, async () => {
    using services = await testServices({}, kind);
    const { clock } = services;
    const other = secondInstance(services);
    await say(other, 10, "before");
    const follower = await follow(services);
    deepEqual(rtts(follower, services), [["before", 10]]);
    clock.advance(1_000);
    await say(services, 20, "own");
    // What is heard here is known before the store is asked.
    deepEqual(rtts(follower, services), [["before", 10], ["own", 20]]);
    await say(other, 30, "before");
    await follower.follow();
    deepEqual(rtts(follower, services), [["before", 30], ["own", 20]]);
    follower.stop();
    clock.advance(1_000);
    await say(other, 40, "before");
    await say(services, 50, "own");
    await follower.follow();
    equal(rtts(follower, services)[1][1], 20);
  });
}

Deno.test("LiveFollower reads only what others changed, however much is live", async () => {
  using services = await testServices();
  const other = secondInstance(services);
  for (let i = 0; i < 40; i++) await say(other, 1, `idle${i}`);
  const follower = await follow(services);
  services.clock.advance(100);
  await say(other, 2, "idle7");
  const { store } = services;
  const asked: Deno.KvKey[] = [];
  const list = store.list.bind(store);
  store.list = (selector, options) => {
    const { prefix } = selector as { prefix?: Deno.KvKey };
    if (prefix?.[0] === "live_member") asked.push(prefix);
    return list(selector, options);
  };
  await follower.follow();
  deepEqual(asked, [["live_member", "idle7"]]);
  await say(services, 2, "own");
  asked.length = 0;
  services.clock.advance(5_000);
  await follower.follow();
  deepEqual(asked, []);
  follower.stop();
});

/** Members as another instance writes them. */
const entryOf = (pairId: string, { ms }: TestClock): MemberEntry => ({
  pairId,
  side: "a",
  startedAt: ms,
  country: "XX",
  state: { ...NO_STATE, pageTs: ms, seq: 0, ts: ms, updatedAt: ms },
  unlogged: [{ receivedAt: ms, seq: 0, ts: ms, full: true, metrics: {} }],
  version: 1,
  writtenVersion: 0,
});

Deno.test("LiveFollower reads ten rows where ten of 10,000 live calls changed", async () => {
  using services = await testServices();
  const { store, clock } = services;
  const write = async (length: number) => {
    const entries = Array.from({ length }, (_, i) => entryOf(`p${i}`, clock));
    const by = { instanceId: "other", now: clock.ms };
    for await (const _ of writeMembers(store, entries, by));
  };
  await write(10_000);
  const follower = await follow(services);
  equal(follower.calls.count, 10_000);
  clock.advance(100);
  await write(10);
  const read: string[] = [];
  const list = store.list.bind(store);
  store.list = async function* (...asked: Parameters<typeof list>) {
    for await (const entry of list(...asked)) {
      read.push(entry.key[0] as string);
      yield entry;
    }
  } as typeof list;
  await follower.follow();
  // One commit noted all of them.
  deepEqual(read, ["live_change", ...Array(10).fill("live_member")]);
  follower.stop();
});

Deno.test("LiveFollower learns of alerts of calls and of the site, and of their ends", async () => {
  using services = await testServices();
  const { clock, store, config } = services;
  const other = secondInstance(services);
  await say(other, 400, "old");
  const follower = await follow(services);
  const kinds = () =>
    snapshotOf(follower, services).alerts
      .map((one: { kind: string; subject: string }) =>
        `${one.kind} ${one.subject}`
      ).sort();
  deepEqual(kinds(), ["call-rtt old"]);
  clock.advance(1_000);
  await say(other, 400, "far");
  await say(services, 400, "near");
  const rules = rulesOf({ ...config.alerts, raiseAfterMs: 0 });
  const readings = [{ kind: "http-latency", subject: "GET /", value: 5_000 }];
  const deps = { store, now: clock.ms, random: Math.random, hasWebhook: false };
  await evaluateAlerts(deps, rules, readings);
  await follower.follow();
  deepEqual(kinds(), [
    "call-rtt far",
    "call-rtt near",
    "call-rtt old",
    "http-latency GET /",
  ]);
  for (let i = 0; i < 3; i++) {
    clock.advance(10_000);
    await say(other, 10, "far");
    await follower.follow();
  }
  equal(kinds().includes("call-rtt far"), false);
  follower.stop();
});

Deno.test("LiveFollower sees who came, and takes a call that ends away with its alerts", async () => {
  using services = await testServices();
  const { clock, pairs } = services;
  const follower = await follow(services);
  await makePair(services);
  await say(services, 400);
  clock.advance(500);
  await follower.follow();
  const { counts, alerts } = snapshotOf(follower, services);
  deepEqual(counts, { waitingCount: 0, callCount: 1 });
  equal(alerts.length, 1);
  await pairs.end("p");
  clock.advance(500);
  await follower.follow();
  const after = snapshotOf(follower, services);
  deepEqual([after.calls, after.alerts], [[], []]);
  equal(after.counts.callCount, 0);
  follower.stop();
});

Deno.test("LiveFollower told of a store that is away says so once, and catches up", async () => {
  using services = await testServices();
  const { clock, store, lines } = services;
  const other = secondInstance(services);
  const follower = await follow(services);
  clock.advance(100);
  await say(other, 10);
  const list = store.list;
  store.list = () => {
    throw new Error("store away");
  };
  await follower.follow();
  await follower.follow();
  equal(lines.filter((line) => line.includes("store away")).length, 1);
  store.list = list;
  await follower.follow();
  deepEqual(rtts(follower, services), [["p", 10]]);
  follower.stop();
});

Deno.test("LiveFollower finds a change whose bell it missed within two seconds", async () => {
  using services = await testServices();
  const { store, clock } = services;
  const follower = await follow(services);
  const commit = store.commit.bind(store);
  store.commit = (write) =>
    commit({
      ...write,
      mutations: write.mutations.filter(({ type }) => type !== "ring"),
    });
  await say(secondInstance(services), 30);
  clock.advance(1_999);
  await follower.follow();
  deepEqual(rtts(follower, services), []);
  clock.advance(1);
  await follower.follow();
  deepEqual(rtts(follower, services), [["p", 30]]);
  follower.stop();
});

Deno.test("LiveFollower drops a call of which nobody speaks any more", async () => {
  using services = await testServices();
  const { clock } = services;
  const follower = await follow(services);
  await say(services, 30);
  clock.advance(LIVE_MS - 1);
  await follower.follow();
  equal(follower.calls.count, 1);
  clock.advance(10_000);
  await follower.follow();
  equal(follower.calls.count, 0);
  follower.stop();
});

for (const [kind, lateMs] of [["owned", 1_500], ["remote", 4_500]] as const) {
  Deno.test(`LiveFollower learns of an alert that was ${lateMs} ms on its way, ${kind}`, async () => {
    using services = await testServices({}, kind);
    const { clock, store, config } = services;
    const follower = await follow(services);
    clock.advance(2_000);
    await follower.follow();
    const rules = rulesOf({ ...config.alerts, raiseAfterMs: 0 });
    const readings = [{ kind: "http-latency", subject: "GET /", value: 5_000 }];
    await evaluateAlerts(
      {
        store,
        now: clock.ms - lateMs,
        random: Math.random,
        hasWebhook: false,
      },
      rules,
      readings,
    );
    clock.advance(500);
    await follower.follow();
    equal(snapshotOf(follower, services).alerts.length, 1);
    follower.stop();
  });
}
