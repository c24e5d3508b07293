import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { CallStats, StatsEmission } from "@/lib/protocol/call_stats.ts";
import type { Store } from "@/lib/kv/store.ts";
import { liveKeys } from "@/lib/monitoring/live/keys.ts";
import {
  FIRST_POSITION,
  lastPosition,
  listRows,
  LIVE_MS,
  type LoggedEmission,
  loggedOf,
  readChanges,
  readMembers,
  type StoredLog,
} from "@/lib/monitoring/live/live_rows.ts";
import {
  type Sender,
  StatsIntake,
} from "@/lib/monitoring/live/stats_intake.ts";
import { TestClock, testLog, testStore } from "@/tests/helpers.ts";
import { emission, pageOf, states } from "./emissions.ts";

const clock = new TestClock();

const sender = (part: Partial<Sender> = {}): Sender => ({
  pairId: "p",
  side: "a",
  startedAt: clock.ms,
  country: "VN",
  ...part,
});

let instances = 0;

function intakeOn(store: Store, log = testLog().log): StatsIntake {
  const instanceId = `i${instances++}`;
  return new StatsIntake({ store, now: clock.now, log, instanceId });
}

const take = (
  intake: StatsIntake,
  one: StatsEmission,
  part: Partial<Sender> = {},
) => intake.take(sender(part), { emission: one, droppedFieldCount: 0 });

const membersIn = (store: Store) =>
  readMembers(store, liveKeys.members(), clock.ms);

/** Every emission that the store has for the record of a call. */
async function loggedIn(store: Store): Promise<LoggedEmission[]> {
  const logs = store.list<StoredLog>({ prefix: liveKeys.logOf("p") });
  const logged = (await Array.fromAsync(logs))
    .flatMap(({ value }) => loggedOf(value));
  for await (const { row } of listRows(store, liveKeys.membersOf("p"))) {
    logged.push(...row.tail ?? []);
  }
  return logged;
}

Deno.test("what two instances hear of one member, in any order and with repeats, is whole in the store", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(states, { minLength: 1, maxLength: 30 }),
      fc.infiniteStream(fc.record({
        instance: fc.nat({ max: 1 }),
        isSwapped: fc.boolean(),
        isRepeated: fc.boolean(),
        isFlushed: fc.boolean(),
      })),
      async (all: CallStats[], chances) => {
        using store = await testStore();
        const intakes = [intakeOn(store), intakeOn(store)];
        const page = pageOf(all, clock.ms);
        // The first word is heard before any delta, as by a page that waits.
        await take(intakes[0]!, page[0]!);
        for (let i = 1; i < page.length; i++) {
          const chance = chances.next().value!;
          const intake = intakes[chance.instance]!;
          const next = chance.isSwapped ? page[i + 1] : undefined;
          if (next !== undefined) await take(intake, next);
          await take(intake, page[i]!);
          if (chance.isRepeated) await take(intakes[0]!, page[i]!);
          if (chance.isFlushed) await intake.flush();
        }
        for (const intake of intakes) equal(await intake.flush(), true);
        const [member, ...others] = await membersIn(store);
        deepEqual(others, []);
        deepEqual(member!.state.stats, all.at(-1));
        const heard = new Set((await loggedIn(store)).map(({ seq }) => seq));
        equal(heard.size, all.length);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("an instance that did not hear the base asks the store before it asks the page", async () => {
  using store = await testStore();
  const [first, second] = [intakeOn(store), intakeOn(store)];
  const page = pageOf([{ rttMs: 1 }, { rttMs: 2 }, { rttMs: 3 }], clock.ms);
  deepEqual(await take(first, page[0]!), { isResyncNeeded: false });
  deepEqual(await take(second, page[1]!), { isResyncNeeded: true });
  await first.flush();
  deepEqual(await take(second, page[2]!), { isResyncNeeded: false });
  deepEqual(second.membersOf("p")[0]!.state.stats, { rttMs: 3 });
});

Deno.test("a restart goes on from what the one before has written", async () => {
  using store = await testStore();
  const page = pageOf([{ rttMs: 1 }, { rttMs: 2 }, { rttMs: 3 }], clock.ms);
  const before = intakeOn(store);
  await take(before, page[0]!);
  await before.stop();
  const after = intakeOn(store);
  deepEqual(await take(after, page[1]!), { isResyncNeeded: false });
  // And from nothing where it died before it could.
  const lost = intakeOn(store);
  deepEqual(await take(lost, page[2]!), { isResyncNeeded: true });
});

Deno.test("a flush writes each changed member once, in one commit, and nothing when nothing changed", async () => {
  using store = await testStore();
  const intake = intakeOn(store);
  for (let i = 0; i < 40; i++) {
    for (const side of ["a", "b"] as const) {
      const pairId = `p${i}`;
      for (const one of pageOf([{ rttMs: i }, { rttMs: 900 }], clock.ms)) {
        await take(intake, one, { pairId, side });
      }
    }
  }
  const { commits } = store.stats;
  await intake.flush();
  equal(store.stats.commits - commits, 1);
  await intake.flush();
  equal(store.stats.commits - commits, 1);
  equal((await membersIn(store)).length, 80);
});

Deno.test("readers see what changed since they read, whatever else is live", async () => {
  using store = await testStore();
  const [one, other] = [intakeOn(store), intakeOn(store)];
  for (let i = 0; i < 30; i++) {
    await take(one, emission(), { pairId: `idle${i}` });
  }
  await one.flush();
  const position = await lastPosition(store);
  await take(one, emission(), { pairId: "x" });
  await take(other, emission(), { pairId: "y" });
  await Promise.all([one.flush(), other.flush()]);
  const changes = await readChanges(store, position);
  deepEqual([...changes.pairIds].sort(), ["x", "y"]);
  deepEqual((await readChanges(store, changes.position)).pairIds.size, 0);
  equal((await readChanges(store, FIRST_POSITION)).pairIds.size, 32);
});

Deno.test("rows and logs as older versions wrote them are read as well", async () => {
  using store = await testStore();
  const now = clock.ms;
  const said: LoggedEmission = {
    receivedAt: now,
    seq: 0,
    ts: now,
    full: true,
    metrics: { rttMs: 8 },
  };
  const state = {
    pageTs: now,
    seq: 0,
    ts: now,
    stats: { rttMs: 8 },
    ahead: [],
    updatedAt: now,
  };
  const seat = { startedAt: now, country: "VN", expiresAt: now + LIVE_MS };
  const place = { receivedAt: now - 1, writer: "old-0" };
  await store.commit({
    mutations: [{
      type: "set",
      key: liveKeys.member("p", "a", "old"),
      value: { ...seat, state, tail: [{ ...said, seq: 1 }] },
    }, {
      type: "set",
      key: liveKeys.log("p", "a", place),
      value: [said],
    }],
  });
  const [member] = await membersIn(store);
  deepEqual(member!.state, state);
  deepEqual((await loggedIn(store)).map(({ seq }) => seq), [0, 1]);
});

Deno.test("what cannot be written is kept, told of once, and written with the next flush", async () => {
  using store = await testStore();
  const { log, lines } = testLog();
  const intake = intakeOn(store, log);
  const commit = store.commit;
  store.commit = () => Promise.reject(new Error("disk full"));
  await take(intake, emission({ metrics: { rttMs: 5 } }));
  equal(await intake.flush(), false);
  equal(await intake.flush(), false);
  equal(lines.filter((line) => line.includes("disk full")).length, 1);
  store.commit = commit;
  equal(await intake.flush(), true);
  const [member] = await membersIn(store);
  deepEqual(member!.state.stats, { rttMs: 5 });
  // The next trouble is told of again.
  await take(intake, emission({ seq: 1 }));
  store.commit = () => Promise.reject(new Error("disk full"));
  equal(await intake.flush(), false);
  equal(lines.filter((line) => line.includes("disk full")).length, 2);
  equal(lines.filter((line) => line.includes("written again")).length, 1);
});

Deno.test("a member is gone 5 minutes after the last word, here and for readers", async () => {
  using store = await testStore();
  const intake = intakeOn(store);
  await take(intake, emission());
  await intake.flush();
  clock.advance(5 * 60_000 - 1);
  await intake.flush();
  equal(intake.memberCount, 1);
  equal((await membersIn(store)).length, 1);
  clock.advance(1);
  await intake.flush();
  equal(intake.memberCount, 0);
  deepEqual(await membersIn(store), []);
});

Deno.test("bytes are held down to what so long a call can have moved", async () => {
  using store = await testStore();
  const intake = intakeOn(store);
  const metrics = { bytesUp: 1e15, bytesDown: 5, relayedBytes: 1e15 };
  const startedAt = clock.ms - 55_000;
  await take(intake, emission({ metrics }), { startedAt });
  const { bytesUp, bytesDown, relayedBytes } =
    intake.membersOf("p")[0]!.state.stats;
  equal(bytesUp, 60 * 20e6 / 8);
  equal(bytesDown, 5);
  equal(relayedBytes, 2 * 60 * 20e6 / 8);
});

Deno.test("rows stay small, however often the same member speaks", async () => {
  using store = await testStore();
  const intake = intakeOn(store);
  for (let seq = 0; seq < 500; seq++) {
    const full = seq % 50 === 0;
    const metrics = { rttMs: seq, device: "x".repeat(60) };
    await take(intake, emission({ seq, full, metrics, ts: clock.ms + seq }));
    if (seq % 3 !== 0) continue;
    await intake.flush();
    if (seq < 60) equal((await loggedIn(store)).length, seq + 1);
  }
  await intake.flush();
  const rows = store.list<unknown>({ prefix: liveKeys.members() });
  for await (const { value } of rows) {
    const { length } = JSON.stringify(value);
    ok(length < 4_000, `${length} characters`);
  }
  equal((await loggedIn(store)).length, 500);
});

Deno.test("of two members the one who goes on is known when the other is forgotten", async () => {
  using store = await testStore();
  const intake = intakeOn(store);
  await take(intake, emission(), { side: "a" });
  await take(intake, emission(), { side: "b" });
  await intake.flush();
  clock.advance(LIVE_MS - 1);
  await take(intake, emission({ seq: 1, ts: 2_000 }), { side: "b" });
  clock.advance(1);
  await intake.flush();
  deepEqual(intake.membersOf("p").map(({ side }) => side), ["b"]);
});

Deno.test("an intake that is stopped writes what is left, and its clock stands still", async () => {
  using store = await testStore();
  const intake = intakeOn(store);
  // The timer of one that goes on would fail the test.
  intake.start();
  intake.start();
  await take(intake, emission({ metrics: { rttMs: 6 } }));
  await intake.stop();
  deepEqual((await membersIn(store))[0]!.state.stats, { rttMs: 6 });
});

Deno.test("two first words of a member that come at once make one member", async () => {
  using store = await testStore();
  const intake = intakeOn(store);
  const [first, second] = pageOf([{ rttMs: 1 }, { rttMs: 2 }], clock.ms);
  await Promise.all([take(intake, first!), take(intake, second!)]);
  const states = intake.membersOf("p").map(({ state }) => state.stats);
  deepEqual(states, [{ rttMs: 2 }]);
});
