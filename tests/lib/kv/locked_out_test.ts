import { deepEqual, equal, rejects } from "node:assert/strict";
import { refuseWhileLocked } from "@/lib/kv/locked_out.ts";
import { isStoreFailure } from "@/lib/kv/store_failure.ts";
import { TestClock } from "@/tests/helpers.ts";

/** A handle whose commits and reads end as a test says. */
function fakeKv(): {
  kv: Deno.Kv;
  clock: TestClock;
  /** Called for each commit that the database gets to see. */
  commit: { run: () => Promise<unknown> };
} {
  const clock = new TestClock();
  const commit = { run: () => Promise.resolve<unknown>("made") };
  const never = () => new Promise(() => {});
  const kv = {
    atomic: () => ({ commit: () => commit.run() }),
    get: never,
    getMany: never,
    list: () => {
      let count = 0;
      const next = () =>
        count++ < 2 ? Promise.resolve({ done: false, value: count }) : never();
      return { next, [Symbol.asyncIterator]: () => ({ next }) };
    },
  } as unknown as Deno.Kv;
  refuseWhileLocked(kv, { elapsed: clock.now, readPatienceMs: 0 });
  return { kv, clock, commit };
}

/** What a commit comes to when it is locked out after so many milliseconds. */
function lockedAfter(clock: TestClock, ms: number): () => Promise<never> {
  return () => {
    clock.advance(ms);
    return Promise.reject(new TypeError("database is locked"));
  };
}

/** Makes a commit; tells what came of it and whether the database saw it. */
async function tryOnce({ kv, commit }: ReturnType<typeof fakeKv>) {
  let wasSeen = false;
  const { run } = commit;
  commit.run = () => {
    wasSeen = true;
    return run();
  };
  try {
    await kv.atomic().commit();
    return { isMade: true, wasSeen };
  } catch (error) {
    equal(isStoreFailure(error), true);
    return { isMade: false, wasSeen };
  } finally {
    commit.run = run;
  }
}

Deno.test("after a write that waited in vain the next are refused unseen, until one a second later is made", async () => {
  const fake = fakeKv();
  const { clock, commit } = fake;
  commit.run = lockedAfter(clock, 5_000);
  deepEqual(await tryOnce(fake), { isMade: false, wasSeen: true });
  clock.advance(999);
  deepEqual(await tryOnce(fake), { isMade: false, wasSeen: false });
  clock.advance(1);
  deepEqual(await tryOnce(fake), { isMade: false, wasSeen: true });
  deepEqual(await tryOnce(fake), { isMade: false, wasSeen: false });
  clock.advance(1_000);
  commit.run = () => Promise.resolve("made");
  deepEqual(await tryOnce(fake), { isMade: true, wasSeen: true });
  deepEqual(await tryOnce(fake), { isMade: true, wasSeen: true });
});

Deno.test("one write at a time finds out whether the lock is gone", async () => {
  const fake = fakeKv();
  const { clock, commit } = fake;
  commit.run = lockedAfter(clock, 5_000);
  await tryOnce(fake);
  clock.advance(1_000);
  const { promise, resolve } = Promise.withResolvers<unknown>();
  commit.run = () => promise;
  const first = tryOnce(fake);
  deepEqual(await tryOnce(fake), { isMade: false, wasSeen: false });
  resolve("made");
  deepEqual(await first, { isMade: true, wasSeen: true });
  const { kv } = fake;
  await Promise.all([kv.atomic().commit(), kv.atomic().commit()]);
});

Deno.test("a write that lost a race, or failed for another reason, holds up no other", async () => {
  const fake = fakeKv();
  const { clock, commit } = fake;
  commit.run = lockedAfter(clock, 10);
  await tryOnce(fake);
  deepEqual(await tryOnce(fake), { isMade: false, wasSeen: true });
  commit.run = lockedAfter(clock, 5_000);
  await tryOnce(fake);
  clock.advance(1_000);
  commit.run = () => Promise.reject(new TypeError("disk is full"));
  deepEqual(await tryOnce(fake), { isMade: false, wasSeen: true });
  deepEqual(await tryOnce(fake), { isMade: false, wasSeen: true });
});

Deno.test("a write that was locked out within a second lost a race, and one of a second waited in vain", async () => {
  for (const [ms, isNextSeen] of [[999, true], [1_000, false]] as const) {
    const fake = fakeKv();
    fake.commit.run = lockedAfter(fake.clock, ms);
    await tryOnce(fake);
    deepEqual(await tryOnce(fake), { isMade: false, wasSeen: isNextSeen });
  }
});

Deno.test("a write that loses a race while it finds out about the lock proves nothing", async () => {
  const fake = fakeKv();
  const { clock, commit } = fake;
  commit.run = lockedAfter(clock, 5_000);
  await tryOnce(fake);
  clock.advance(1_000);
  commit.run = lockedAfter(clock, 10);
  deepEqual(await tryOnce(fake), { isMade: false, wasSeen: true });
  deepEqual(await tryOnce(fake), { isMade: false, wasSeen: false });
});

Deno.test("a read that is not answered is given up as one of a store that fails", async () => {
  const { kv } = fakeKv();
  await rejects(kv.get(["a"]), isStoreFailure);
  await rejects(kv.getMany([["a"]]), isStoreFailure);
});

Deno.test("a listing is given up at whichever batch is not answered", async () => {
  const { kv } = fakeKv();
  const listing = kv.list({ prefix: ["a"] }, { batchSize: 2 });
  equal((await listing.next()).value, 1);
  equal((await listing.next()).value, 2);
  await rejects(listing.next(), isStoreFailure);
});

/** Which reads of a listing of 1,000 are given up when not answered. */
async function limitedReads(options?: Deno.KvListOptions): Promise<number[]> {
  const reads: Promise<IteratorResult<number>>[] = [];
  const next = () => {
    const done = reads.length === 1_000;
    const read = Promise.resolve({ done, value: reads.length });
    reads.push(read);
    return read;
  };
  const listing = { next, [Symbol.asyncIterator]: () => listing };
  const kv = {
    atomic() {},
    get() {},
    getMany() {},
    list: () => listing,
  } as unknown as Deno.Kv;
  refuseWhileLocked(kv);
  const answers = kv.list({ prefix: ["a"] }, options);
  const limited: number[] = [];
  for (let i = 0; i < 1_000; i++) {
    const answer = answers.next();
    // A read without a limit is handed on as it is.
    if (answer as unknown !== reads[i]) limited.push(i);
    await answer;
  }
  return limited;
}

Deno.test("the first read of each batch of a listing is limited, whatever its size", async () => {
  const everyHundred = Array.from({ length: 10 }, (_, i) => i * 100);
  deepEqual(await limitedReads(), everyHundred);
  deepEqual(await limitedReads({}), everyHundred);
  deepEqual(await limitedReads({ limit: 400 }), [0, 400, 800]);
  deepEqual(await limitedReads({ limit: 2_000 }), [0, 500]);
  deepEqual(await limitedReads({ batchSize: 300 }), [0, 300, 600, 900]);
  deepEqual(await limitedReads({ batchSize: 500, limit: 2_000 }), [0, 500]);
});

Deno.test("a handle answers as it did before", async () => {
  const kv = await Deno.openKv(":memory:");
  refuseWhileLocked(kv);
  for (let i = 0; i < 5; i++) await kv.atomic().set(["a", i], i).commit();
  equal((await kv.get(["a", 3])).value, 3);
  const both = await kv.getMany<number[]>([["a", 1], ["a", 2]]);
  deepEqual(both.map(({ value }) => value), [1, 2]);
  for (const options of [{}, { batchSize: 2 }, { limit: 5 }]) {
    const entries = await Array.fromAsync(kv.list({ prefix: ["a"] }, options));
    deepEqual(entries.map(({ value }) => value), [0, 1, 2, 3, 4]);
  }
  kv.close();
});
