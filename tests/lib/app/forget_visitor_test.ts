import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { CALL_STATE } from "@/lib/app/call_state.ts";
import {
  CALL_BOOKS,
  forgetVisitor,
  NOT_OF_VISITORS,
} from "@/lib/app/forget_visitor.ts";
import { block } from "@/lib/matching/blocks.ts";
import { addKpi, KPI_LIFE_MS } from "@/lib/monitoring/calls/kpi_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import { liveKeys } from "@/lib/monitoring/live/keys.ts";
import { alertKeys } from "@/lib/monitoring/alerts/keys.ts";
import { journalOf } from "@/tests/lib/kv/owned/rig.ts";
import { pairOf, type TestApp, testApp } from "@/tests/app.ts";
import { profile, testServices } from "@/tests/helpers.ts";
import { kvKeyBuilders } from "@/tests/kv_key_builders.ts";

const METRICS = "/api/monitoring/metrics";
const STATS = "/api/monitoring/stats";

/** Every entry of the store whose key or value names one of `names`. */
async function entriesNaming(
  store: Store,
  names: readonly string[],
): Promise<string[]> {
  const firsts = [...CALL_STATE, ...CALL_BOOKS, ...NOT_OF_VISITORS];
  const found: string[] = [];
  const whole = { depth: 20, iterableLimit: 1e6, strAbbreviateSize: 1e6 };
  for (const first of firsts) {
    for await (const { key, value } of store.list({ prefix: [first] })) {
      const text = Deno.inspect([key, value], whole);
      if (names.some((name) => text.includes(name))) found.push(key.join("/"));
    }
  }
  return found;
}

function idIn(cookie: string): string {
  return cookie.split("=")[1]!.split(".")[0]!;
}

/** A visitor in a call, with something of theirs wherever something can be. */
async function visitorWithEverything(app: TestApp) {
  const { store, now } = app.services;
  const [one, two] = [await app.visitor(), await app.visitor()];
  const [own, other] = [idIn(one.cookie), idIn(two.cookie)];
  // An earlier call, which both remember as recent, and a call of now.
  for (let round = 0; round < 2; round++) {
    app.services.clock.advance(30_000);
    await one.post("/api/rtc/enqueue");
    await two.post("/api/rtc/enqueue");
    app.services.clock.advance(30_000);
    await one.post("/api/rtc/matchmake");
  }
  const { pairId } = await (await one.post("/api/rtc/matchmake")).json();
  // Whichever of the two is the caller.
  for (const side of [one, two]) {
    await side.post("/api/rtc/offer", { pairId, sdp: "v=0 offer" });
  }
  const candidate = { candidate: "candidate:1", sdpMid: null };
  await one.post("/api/rtc/ice", { pairId, candidate });
  await block(store, own, other);
  await block(store, other, own);
  const beacon = {
    ts: now(),
    sessionId: "their-session",
    pairId,
    receivedAtMs: now(),
    skewMs: 0,
    droppedFieldCount: 0,
    expiresAt: now() + KPI_LIFE_MS,
  };
  await addKpi(store, beacon, () => 0.1);
  await addKpi(
    store,
    { ...beacon, pairId: "other-call", sessionId: "s" },
    () => 0.2,
  );
  const emission = { receivedAt: now(), writer: "w" };
  const values: [Deno.KvKey, unknown][] = [
    [liveKeys.member(pairId, "a", "i"), { stats: {} }],
    [liveKeys.change("00000000000000000001"), [pairId, "other-call"]],
    [liveKeys.log(pairId, "a", emission), [{ seq: 1 }]],
    [alertKeys.alert("an-alert"), { subject: pairId }],
    [alertKeys.condition("call-loss", pairId), { phase: "open" }],
    [alertKeys.message("a-message"), { alert: { subject: pairId } }],
    [["call_record", pairId], { startedAt: 1 }],
    [["call_member", pairId, "a"], { id: "a" }],
    [["call_outcome", now(), pairId], { relayedBytes: 1 }],
    [["call_alert", pairId, "its-alert"], { kind: "call-loss" }],
    [["call_condition", pairId, "call-loss"], { phase: "open" }],
  ];
  for (const [key, value] of values) {
    await store.commit({ mutations: [{ type: "set", key, value }] });
  }
  return { own, other, pairId };
}

Deno.test("forgetVisitor() leaves nothing that names a visitor or their call", async () => {
  using app = await testApp();
  const { store } = app.services;
  const { own, pairId } = await visitorWithEverything(app);
  const before = await entriesNaming(store, [own, pairId]);
  const firsts = new Set(before.map((key) => key.split("/")[0]));
  for (
    const first of ["pair", "pair_by_anon", "recent", "block", "inbox", "offer"]
      .concat("ice", "kpi", "live_member", "live_change", "call_log", "alert")
      .concat("alert_condition", "alert_outbox", "kpi_by_pair")
      .concat("call_record", "call_member", "call_outcome")
      .concat("call_alert", "call_condition")
  ) ok(firsts.has(first), `there is no ${first} to forget`);
  ok((await journalOf(store)).includes(pairId));
  const forgotten = await forgetVisitor(app.services, own);
  deepEqual(await entriesNaming(store, [own, pairId]), []);
  ok(forgotten["kpi"] === 1 && forgotten["block"] === 2);
  const left = await journalOf(store);
  ok(!left.includes(own) && !left.includes(pairId), left);
});

Deno.test("forgetVisitor() of one who waits takes them out of the queue", async () => {
  using services = await testServices();
  const { store, queue } = services;
  await queue.enqueue("ada", profile());
  await queue.enqueue("bo", profile({ filterGenders: ["f"] }));
  ok((await entriesNaming(store, ["ada"])).length >= 2);
  await forgetVisitor(services, "ada");
  deepEqual(await entriesNaming(store, ["ada"]), []);
  equal(await store.count(["waiting_count"]), 1);
  ok((await entriesNaming(store, ["bo"])).length > 0);
});

Deno.test("forgetVisitor() leaves others what is theirs", async () => {
  using app = await testApp();
  const { store } = app.services;
  const { own, other } = await visitorWithEverything(app);
  await block(store, other, "third");
  await forgetVisitor(app.services, own);
  deepEqual(await entriesNaming(store, ["third"]), [`block/${other}/third`]);
  const kept = await entriesNaming(store, ["other-call"]);
  deepEqual(kept.map((key) => key.split("/")[0]).sort(), [
    "kpi",
    "kpi_by_pair",
    "live_change",
  ]);
});

Deno.test("forgetVisitor() finds a past call by its id, beacons by their session", async () => {
  using app = await testApp();
  const { store } = app.services;
  const { pairId } = await visitorWithEverything(app);
  await forgetVisitor(app.services, "their-session");
  deepEqual(await entriesNaming(store, ["their-session"]), []);
  deepEqual(await entriesNaming(store, [pairId]), []);
});

Deno.test("forgetVisitor() goes by no call that a visitor only claims", async () => {
  using app = await testApp();
  const { store } = app.services;
  const { pairId } = await visitorWithEverything(app);
  const mallory = await app.visitor();
  const own = idIn(mallory.cookie);
  // A stranger's call, and a word that keys begin with.
  for (const claimed of [pairId, "call_record", "call_outcome"]) {
    const beacon = { ts: 1, sessionId: own, pairId: claimed };
    equal((await mallory.post(METRICS, beacon)).status, 200);
  }
  const before = await entriesNaming(store, [pairId]);
  await forgetVisitor(app.services, own);
  deepEqual(await entriesNaming(store, [own]), []);
  // Gone is the one beacon only that claimed it.
  const after = await entriesNaming(store, [pairId]);
  equal(before.length - after.length, 1);
  ok(after.includes(`call_record/${pairId}`));
});

Deno.test("forgetVisitor() takes no kind of key for somebody's id", async () => {
  using app = await testApp();
  const { store } = app.services;
  const { pairId } = await visitorWithEverything(app);
  deepEqual(await forgetVisitor(app.services, "call_record"), {});
  const left = await entriesNaming(store, [pairId]);
  ok(left.includes(`call_record/${pairId}`));
});

Deno.test("forgetVisitor() leaves nothing to be written afterwards", async () => {
  using app = await testApp();
  const { statsIntake, store } = app.services;
  const { pairId, caller } = await pairOf(app);
  const emission = { pairId, seq: 0, full: true, metrics: { rttMs: 9 }, ts: 1 };
  equal((await caller.post(STATS, emission)).status, 200);
  await forgetVisitor(app.services, idIn(caller.cookie));
  equal((await caller.post(STATS, { ...emission, seq: 1 })).status, 403);
  await statsIntake.flush();
  deepEqual(await entriesNaming(store, [pairId]), []);
});

Deno.test("forgetVisitor() says so when more keeps coming", async () => {
  using services = await testServices();
  await block(services.store, "ada", "bo");
  services.store.commit = () =>
    Promise.resolve({ ok: false, versionstamp: "" });
  await rejects(forgetVisitor(services, "ada"), /more keeps coming/);
});

Deno.test("forgetVisitor() of nobody deletes nothing", async () => {
  using services = await testServices();
  deepEqual(await forgetVisitor(services, "nobody"), {});
});

Deno.test("of every kind of key it is decided whether it may name a visitor", async () => {
  const decided = [...CALL_STATE, ...CALL_BOOKS, ...NOT_OF_VISITORS];
  const firsts = new Set<string>(["answer"]);
  for (const [, [first]] of await kvKeyBuilders()) firsts.add(String(first));
  deepEqual([...firsts].sort(), decided.toSorted());
});
