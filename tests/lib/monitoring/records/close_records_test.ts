import { deepEqual, equal, ok } from "node:assert/strict";
import type { Services } from "@/lib/app/services.ts";
import { liveKeys } from "@/lib/monitoring/live/keys.ts";
import { listOutcomes } from "@/lib/monitoring/calls/outcome_store.ts";
import { keepKpi } from "@/lib/monitoring/calls/kpi_intake.ts";
import { readCall } from "@/lib/monitoring/records/call_record.ts";
import { NO_STATE } from "@/lib/monitoring/live/member_state.ts";
import { closeRecords } from "@/lib/monitoring/records/close_records.ts";
import { recordKeys } from "@/lib/monitoring/records/keys.ts";
import { listRecords } from "@/lib/monitoring/records/record_store.ts";
import { orderedId } from "@/lib/identity/ordered_id.ts";
import { listPairEnds } from "@/lib/signaling/ended_pairs.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { Role } from "@/lib/protocol/role.ts";
import {
  makePair,
  secondInstance,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { pageOf } from "@/tests/lib/monitoring/live/emissions.ts";
import { statsEmissionSchema } from "@/lib/protocol/call_stats.ts";
import { kpiBeaconSchema } from "@/lib/protocol/kpi.ts";

/** A call in which both speak every 10 s, and then hang up. */
async function talk(
  services: TestServices,
  says: Readonly<Record<"a" | "b", (i: number) => CallStats>>,
  { words = 12, others = services as Services } = {},
): Promise<string> {
  const { clock, pairs } = services;
  const startedAt = clock.ms;
  const pairId = orderedId(startedAt);
  await makePair(services, {
    pairId,
    callerId: `${pairId}a`,
    calleeId: `${pairId}b`,
  });
  const all = (side: "a" | "b") =>
    pageOf(Array.from({ length: words }, (_, i) => says[side](i)), startedAt);
  const pages = { a: all("a"), b: all("b") };
  for (let i = 0; i < words; i++) {
    for (const side of ["a", "b"] as const) {
      const one = { ...pages[side][i]!, pairId, ts: clock.ms };
      const { statsIntake } = i % 3 === 0 ? others : services;
      await statsIntake.take(
        { pairId, side, startedAt, country: side === "a" ? "VN" : "EG" },
        statsEmissionSchema.parse(one),
      );
    }
    await services.statsIntake.flush();
    await others.statsIntake.flush();
    await services.callAlerts.idle();
    clock.advance(10_000);
  }
  await pairs.end(pairId);
  return pairId;
}

async function report(
  services: TestServices,
  pairId: string,
  role: Role,
  part: Record<string, unknown>,
): Promise<void> {
  const beacon = { ts: services.clock.ms, sessionId: "s", pairId, ...part };
  const roleIn = () => Promise.resolve(role);
  await keepKpi({ ...services, roleIn }, kpiBeaconSchema.parse(beacon));
}

const close = (services: Services) =>
  closeRecords({ ...services, watch: services.callWatch });

const read = (services: TestServices, pairId: string) =>
  readCall(services.store, pairId, { now: services.clock.ms, costPerGb: 0.05 });

const fine = (): CallStats => ({ quality: "good", rttMs: 40 });

Deno.test("a call's record is the same before its end and after it is closed, but for the end", async () => {
  using services = await testServices();
  const others = secondInstance(services);
  const bad = (i: number): CallStats => ({
    connection: "connected",
    quality: i < 6 ? "good" : "poor",
    rttMs: i < 6 ? 40 : 500,
    isRelayed: true,
    relayedBytes: i * 1e7,
  });
  const startedAt = services.clock.ms;
  const pairId = await talk(services, { a: bad, b: fine }, { others });
  const endedAt = services.clock.ms;
  await report(services, pairId, "caller", {
    role: "callee",
    reason: "left",
    funnel: { matched: 5 },
  });
  const before = (await read(services, pairId))!;
  equal(before.endedAt, null);
  services.clock.advance(75_001);
  equal(await close(services), 1);
  const after = (await read(services, pairId))!;
  deepEqual({ ...after, endedAt: null, alerts: [] }, { ...before, alerts: [] });
  deepEqual([after.startedAt, after.endedAt], [startedAt, endedAt]);
  const [a, b] = after.members;
  deepEqual([a!.country, b!.country], ["VN", "EG"]);
  deepEqual([a!.sampleCount, b!.sampleCount], [12, 12]);
  equal(a!.series.length, 12);
  equal(a!.series.at(-1)!.rttMs, 500);
  deepEqual(a!.relayCost, {
    relayedBytes: 1.1e8,
    because: "needed",
    cost: 0.11 * 0.05,
  });
  deepEqual([a!.reason, b!.reason], ["left", null]);
  deepEqual(a!.funnel, { matched: 5 });
  equal(after.verdict.place, "path");
  deepEqual(after.events.map(({ kind, member }) => `${kind} ${member}`), [
    "state a",
    "quality a",
    "quality b",
    "quality a",
    "ended a",
  ]);
  deepEqual(
    after.alerts.map(({ kind, resolvedBecause }) => [kind, resolvedBecause])
      .sort(),
    [
      ["call-quality", "call-ended"],
      ["call-relay", "call-ended"],
      ["call-rtt", "call-ended"],
    ],
  );
});

Deno.test("closing leaves nothing of the call's log, and waits for the last word", async () => {
  using services = await testServices();
  const { store, clock } = services;
  const pairId = await talk(services, { a: fine, b: fine });
  clock.advance(75_000);
  equal(await close(services), 0);
  clock.advance(1);
  equal(await close(services), 1);
  equal(await close(services), 0);
  for (const prefix of [liveKeys.logOf(pairId), liveKeys.membersOf(pairId)]) {
    deepEqual(await Array.fromAsync(store.list({ prefix })), []);
  }
  const all = { fromMs: 0, toMs: Infinity };
  deepEqual(await Array.fromAsync(listPairEnds(store, all)), []);
});

Deno.test("of two that close at once one writes, and one that was cut short is finished without harm", async () => {
  using services = await testServices();
  const { store, clock } = services;
  const pairId = await talk(services, { a: fine, b: fine }, { words: 20 });
  clock.advance(75_001);
  const commit = store.commit.bind(store);
  let isCut = false;
  store.commit = async (write) => {
    const isRemoval = write.mutations.some((one) =>
      one.type === "delete" && one.key[0] === "call_log"
    );
    if (!isRemoval || isCut) return await commit(write);
    isCut = true;
    // Half of it goes, and the process with it.
    await commit({ mutations: write.mutations.slice(0, 2) });
    throw new Error("killed");
  };
  await close(services).then(() => ok(false), () => {});
  const whole = await read(services, pairId);
  const counts = await Promise.all([
    close(services),
    close(secondInstance(services)),
  ]);
  deepEqual(counts, [0, 0]);
  deepEqual(await read(services, pairId), whole);
  equal(whole!.members[0]!.sampleCount, 20);
  const outcomes = listOutcomes(store, { fromMs: 0, toMs: Infinity });
  const tallies = await Array.fromAsync(outcomes, ({ tally }) => tally);
  deepEqual(
    tallies.map(({ callCount, rttMs, qualityMs }) => [
      callCount,
      rttMs.count,
      // The last word of each holds for 15 s.
      qualityMs,
    ]),
    [[1, 40, { good: 2 * (19 * 10_000 + 15_000) }]],
  );
});

Deno.test("a call of which only reports tell has a record, one of which nobody tells has none", async () => {
  using services = await testServices();
  const { clock, pairs, store } = services;
  await makePair(services, { pairId: "told" });
  await report(services, "told", "callee", { reason: "ice-failed" });
  await pairs.end("told");
  await makePair(services, { pairId: "silent" });
  await pairs.end("silent");
  clock.advance(75_001);
  equal(await close(services), 1);
  const told = (await read(services, "told"))!;
  deepEqual(told.members.map(({ id, reason }) => [id, reason]), [
    ["b", "ice-failed"],
  ]);
  equal(await read(services, "silent"), null);
  equal(await read(services, "invented"), null);
  const stranger = {
    ts: 1,
    sessionId: "s",
    pairId: "invented",
    role: "caller",
  };
  const roleIn = () => Promise.resolve(null);
  await keepKpi({ ...services, roleIn }, kpiBeaconSchema.parse(stranger));
  equal(await read(services, "invented"), null);
  equal((await Array.fromAsync(store.list({ prefix: ["kpi"] }))).length, 2);
});

Deno.test("past calls are listed by when they began, the latest first, until they are gone", async () => {
  using services = await testServices();
  const { store, clock } = services;
  const began: number[] = [];
  const ids: string[] = [];
  for (let i = 0; i < 4; i++) {
    began.push(clock.ms);
    const b = () => ({ quality: i === 2 ? "poor" as const : "good" as const });
    ids.push(await talk(services, { a: fine, b }, { words: 2 }));
    clock.advance(3600_000);
  }
  await close(services);
  const list = (fromMs: number, toMs: number, limit = 9) =>
    listRecords(store, { fromMs, toMs, limit, now: clock.ms });
  const all = await list(0, clock.ms);
  deepEqual(all.map(({ pairId }) => pairId), ids.toReversed());
  deepEqual(all[1], {
    pairId: ids[2],
    startedAt: began[2],
    endedAt: began[2]! + 20_000,
    memberCount: 2,
    worstQuality: "poor",
    verdictPlace: "unknown",
  });
  const some = await list(began[1]!, began[3]!);
  deepEqual(some.map(({ pairId }) => pairId), [ids[2], ids[1]]);
  equal((await list(0, clock.ms, 1)).length, 1);
  clock.ms = began[1]! + 20_000 + 7 * 24 * 3600_000;
  const left = await list(0, clock.ms);
  deepEqual(left.map(({ pairId }) => pairId), [ids[3], ids[2]]);
  equal(await read(services, ids[1]!), null);
});

Deno.test("a record of two members fits into the store, however long and restless the call was", async () => {
  using services = await testServices();
  const { clock, store } = services;
  const restless = (i: number): CallStats => ({
    connection: i % 2 === 0 ? "connected" : "reconnecting",
    quality: i % 2 === 0 ? "good" : "poor",
    qualityReasons: ["rtt", "loss", "jitter"],
    rttMs: i * 1.2345,
    jitterMs: i / 7,
    lossShare: (i % 100) / 1000,
    upAudioBps: 32_000 + i / 3,
    upVideoBps: 1e6 + i / 7,
    downAudioBps: 32_000 + i / 9,
    downVideoBps: 2e6 - i / 11,
    downFps: 30 - (i % 9) / 7,
    mos: 4 - (i % 7) / 9,
    isStalled: i % 2 === 0,
    device: "d".repeat(60),
    browser: "b".repeat(60),
  });
  const both = { a: restless, b: restless };
  const pairId = await talk(services, both, { words: 400 });
  clock.advance(75_001);
  equal(await close(services), 1);
  const entries = store.list({ prefix: recordKeys.membersOf(pairId) });
  for await (const { value } of entries) {
    ok(JSON.stringify(value).length < 60_000);
  }
  const { series } = (await read(services, pairId))!.members[0]!;
  ok(series.length <= 300 && series.length > 200, `${series.length} points`);
});

Deno.test("what older versions kept with a member's row is part of the record", async () => {
  using services = await testServices();
  const { store, now } = services;
  const at = now();
  const said = (seq: number) => ({
    receivedAt: at + seq,
    seq,
    ts: at + seq,
    full: true,
    metrics: { rttMs: 7 },
  });
  const row = {
    startedAt: at,
    country: "VN",
    state: NO_STATE,
    tail: [said(0), said(1)],
    expiresAt: at + 1_000,
  };
  const key = liveKeys.member("p", "a", "old");
  await store.commit({ mutations: [{ type: "set", key, value: row }] });
  const call = await readCall(store, "p", { now: at, costPerGb: 0 });
  deepEqual(call!.members.map(({ sampleCount }) => sampleCount), [2]);
});

Deno.test("many calls are closed together, in fewer commits than calls", async () => {
  using services = await testServices();
  const { store, clock, pairs, callWatch: watch, now } = services;
  const CALLS = 45;
  for (let i = 0; i < CALLS; i++) {
    const pairId = `p${i}`;
    await makePair(services, { pairId, callerId: `${i}a`, calleeId: `${i}b` });
    await pairs.end(pairId);
  }
  clock.advance(10 * 60_000);
  const before = store.stats.commits;
  await closeRecords({ store, now, watch });
  const span = { fromMs: 0, toMs: clock.ms };
  deepEqual(await Array.fromAsync(listPairEnds(store, span)), []);
  const commits = store.stats.commits - before;
  ok(commits < CALLS / 2, `${commits} commits for ${CALLS} calls`);
});
