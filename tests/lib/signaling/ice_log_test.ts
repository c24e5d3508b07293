import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import fc from "fast-check";
import type { IceCandidate } from "@/lib/protocol/candidate.ts";
import type { IceLog } from "@/lib/signaling/ice_log.ts";
import { MAX_LOG_CHARS } from "@/lib/signaling/log_sizes.ts";
import {
  beforeCommit,
  changes,
  countReads,
  makePair,
  secondInstance,
  seededRandom,
  testServices,
} from "@/tests/helpers.ts";

Deno.test("IceLog.take() gives what is unread once, in order", async () => {
  using services = await testServices();
  await makePair(services);
  const { iceLog } = services;
  await iceLog.append("p", "a", ["1", "2"]);
  await iceLog.append("p", "a", ["3"]);
  deepEqual(await iceLog.take("p", "a"), ["1", "2", "3"]);
  deepEqual(await iceLog.take("p", "a"), []);
  await iceLog.append("p", "a", ["4"]);
  deepEqual(await iceLog.take("p", "a"), ["4"]);
  deepEqual(await iceLog.take("p", "b"), []);
});

Deno.test("IceLog counts every text of a candidate against its limit", async () => {
  using services = await testServices();
  await makePair(services);
  const { iceLog } = services;
  const batch = Array.from({ length: 50 }, () => ({
    candidate: "",
    sdpMid: "m".repeat(64),
    usernameFragment: "u".repeat(256),
  }));
  const most = MAX_LOG_CHARS / (50 * (64 + 256));
  let count = 0;
  while (await iceLog.append("p", "a", batch) === "written") {
    ok(++count <= most, `${count} posts were taken`);
  }
  ok(count > most / 2);
});

Deno.test("IceLog.readAfter() reads by position and consumes nothing", async () => {
  using services = await testServices();
  await makePair(services);
  const { iceLog } = services;
  await iceLog.append("p", "b", ["1", "2", "3"]);
  deepEqual(await iceLog.readAfter("p", "b", 0), ["1", "2", "3"]);
  deepEqual(await iceLog.readAfter("p", "b", 2), ["3"]);
  deepEqual(await iceLog.readAfter("p", "b", 9), []);
  deepEqual(await iceLog.take("p", "b"), ["1", "2", "3"]);
  deepEqual(await iceLog.readAfter("p", "b", 1), ["2", "3"]);
});

Deno.test("IceLog loses nothing and gives nothing twice among 1,000 readers and writers on two instances", async () => {
  using services = await testServices();
  await makePair(services);
  const logs = [services.iceLog, secondInstance(services).iceLog];
  const random = seededRandom(3);
  const seen: string[] = [];
  const cursorSeen: string[] = [];
  const written = { a: 0 };
  await Promise.all(
    Array.from({ length: 1_000 }, async (_, i) => {
      const iceLog = logs[i % 2]!;
      if (random() < 0.5) {
        const count = 1 + Math.floor(random() * 3);
        await iceLog.append(
          "p",
          "a",
          Array.from({ length: count }, () => `c${written.a++}`),
        );
      } else if (random() < 0.8) {
        seen.push(...await iceLog.take("p", "a") as string[]);
      } else {
        const next = await iceLog.readAfter("p", "a", cursorSeen.length);
        const isFirst = next.every((cand) => !cursorSeen.includes(`${cand}`));
        if (isFirst) cursorSeen.push(...next as string[]);
      }
    }),
  );
  while (true) {
    const rest = await services.iceLog.take("p", "a") as string[];
    if (rest.length === 0) break;
    seen.push(...rest);
  }
  const all = await readAll(services.iceLog);
  equal(all.length, written.a);
  equal(seen.length, written.a, "lost or given twice");
  equal(new Set(seen).size, written.a);
  deepEqual(cursorSeen, all.slice(0, cursorSeen.length));
});

Deno.test("IceLog.take() gives to one of two instances that read the same", async () => {
  using services = await testServices();
  await makePair(services);
  const { iceLog, store } = services;
  const other = secondInstance(services).iceLog;
  await iceLog.append("p", "a", ["1", "2"]);
  const taken: IceCandidate[] = [];
  beforeCommit(store, changes("ice_read", "p"), async () => {
    taken.push(...await other.take("p", "a"));
  });
  deepEqual(await iceLog.take("p", "a"), []);
  deepEqual(taken, ["1", "2"]);
});

Deno.test("IceLog.take() ends where a call has ended whose log is still there", async () => {
  // In an owned store it goes with the call.
  using services = await testServices({}, "remote");
  await makePair(services);
  const { iceLog, pairs, store } = services;
  await iceLog.append("p", "a", ["1"]);
  const { page } = store;
  store.page = () => Promise.reject(new Error("killed"));
  await rejects(pairs.end("p"), /killed/);
  let readCount = 0;
  store.page = (...args) => {
    ok(++readCount < 5, "it looks again and again");
    return page.apply(store, args) as never;
  };
  deepEqual(await iceLog.take("p", "a"), []);
});

Deno.test("IceLog lets the store forget a log, and who read it, a day later", async () => {
  using services = await testServices();
  await makePair(services);
  const { iceLog, store } = services;
  const lives: unknown[] = [];
  const { commit } = store;
  store.commit = (write) => {
    for (const each of write.mutations) {
      if ("expireInMs" in each) lives.push(each.expireInMs);
    }
    return commit.call(store, write);
  };
  await iceLog.append("p", "a", ["1"]);
  await iceLog.take("p", "a");
  deepEqual(lives, [86_400_000, 86_400_000]);
});

Deno.test("IceLog.postsAfter() says that a page is the last one when it is not full", async () => {
  using services = await testServices();
  await makePair(services);
  const { iceLog } = services;
  for (let i = 0; i < 64; i++) await iceLog.append("p", "a", [`${i}`]);
  const full = await iceLog.postsAfter("p", "a", "");
  deepEqual([full.posts.length, full.isLast], [64, false]);
  const { id } = full.posts.at(-1)!;
  deepEqual(await iceLog.postsAfter("p", "a", id), { posts: [], isLast: true });
});

/** Reads a log as a polling client does: page by page. */
async function readAll(
  iceLog: IceLog,
  from = 0,
): Promise<IceCandidate[]> {
  const all: IceCandidate[] = [];
  while (true) {
    const page = await iceLog.readAfter("p", "a", from + all.length);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

const long = (i: number) => `${i} `.padEnd(500, "c");

Deno.test("IceLog gives a long log in pages of bounded size, cursor and consuming alike", async () => {
  using services = await testServices();
  await makePair(services);
  const { iceLog } = services;
  const all = Array.from({ length: 400 }, (_, i) => long(i));
  for (let i = 0; i < 400; i += 8) {
    await iceLog.append("p", "a", all.slice(i, i + 8));
  }
  const page = await iceLog.readAfter("p", "a", 0);
  ok(page.length >= 20 && page.length < 40, `${page.length} at once`);
  deepEqual(await readAll(iceLog), all);
  deepEqual(await iceLog.readAfter("p", "a", 399), all.slice(399));
  deepEqual(await iceLog.readAfter("p", "a", 400), []);
  const taken: IceCandidate[] = [];
  while (taken.length < all.length) {
    const next = await iceLog.take("p", "a");
    ok(next.length > 0 && next.length < 40, `${next.length} at once`);
    taken.push(...next);
  }
  deepEqual(taken, all);
  deepEqual(await iceLog.take("p", "a"), []);
});

Deno.test("IceLog gives the same whatever was read before, on any instance", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(250), { maxLength: 8 }),
      async (sizes, cursors) => {
        using services = await testServices();
        await makePair(services);
        const logs = [services.iceLog, secondInstance(services).iceLog];
        const all: string[] = [];
        for (const size of sizes) {
          const batch = Array.from(
            { length: size },
            (_, i) => long(all.length + i),
          );
          all.push(...batch);
          await logs[0]!.append("p", "a", batch);
        }
        for (const [i, cursor] of cursors.entries()) {
          const rest = await readAll(logs[i % 2]!, cursor);
          deepEqual(rest, all.slice(cursor));
        }
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("IceLog reads about a page for a page, however long the log", async () => {
  using services = await testServices();
  await makePair(services);
  const { iceLog, store } = services;
  for (let i = 0; i < 800; i++) await iceLog.append("p", "a", [long(i)]);
  await readAll(iceLog);
  const reads = countReads(store);
  for (const after of [0, 790, 10, 700, 333]) {
    reads.count = 0;
    ok((await iceLog.readAfter("p", "a", after)).length > 0);
    ok(reads.count < 70, `${reads.count} entries read for ${after}`);
  }
});

Deno.test("IceLog.append() refuses what would make a log endless", async () => {
  using services = await testServices();
  await makePair(services);
  const { iceLog } = services;
  const batch = Array.from({ length: 50 }, (_, i) => long(i));
  const fits = Math.floor(MAX_LOG_CHARS / (50 * 600));
  for (let i = 0; i < fits; i++) {
    equal(await iceLog.append("p", "a", batch), "written");
  }
  equal(await iceLog.append("p", "a", batch), "full");
  equal(await iceLog.append("p", "b", ["1"]), "written", "the other side's");
  equal((await readAll(iceLog)).length, fits * 50);
});

Deno.test("IceLog holds the limit of a log across instances, and after a restart", async () => {
  using services = await testServices();
  await makePair(services);
  const batch = Array.from({ length: 40 }, (_, i) => long(i));
  const batchChars = 40 * 600;
  let totalChars = 0;
  for (let restarts = 0; restarts < 4; restarts++) {
    const logs = [secondInstance(services), secondInstance(services)];
    for (let i = 0; i < 40; i++) {
      const { iceLog } = logs[i % 2]!;
      const outcome = await iceLog.append("p", "a", batch);
      if (outcome === "written") totalChars += batchChars;
    }
  }
  // Each new process appends what it may before its first look.
  ok(totalChars >= MAX_LOG_CHARS - batchChars, `${totalChars} characters`);
  ok(totalChars <= MAX_LOG_CHARS + 8 * 50_000, `${totalChars} characters`);
});

Deno.test("IceLog adds up a log of any length that others filled", async () => {
  using services = await testServices();
  await makePair(services);
  const batch = Array.from({ length: 4 }, (_, i) => long(i));
  const { iceLog } = services;
  while (await iceLog.append("p", "a", batch) === "written");
  const later = secondInstance(services).iceLog;
  let posts = 0;
  while (await later.append("p", "a", batch) === "written") posts++;
  ok(posts * 4 * 600 <= 50_000, `${posts} posts more`);
});

Deno.test("IceLog.append() is for living pairs only", async () => {
  using services = await testServices();
  const { iceLog, pairs } = services;
  equal(await iceLog.append("p", "a", ["1"]), "ended");
  await makePair(services);
  await pairs.end("p");
  equal(await iceLog.append("p", "a", ["1"]), "ended");
});
