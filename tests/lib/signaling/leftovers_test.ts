import { deepEqual, equal, rejects } from "node:assert/strict";
import { FIRST_ID, told } from "@/lib/signaling/inbox.ts";
import {
  beforeCommit,
  changes,
  countReads,
  keysWith,
  makePair,
  secondInstance,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";

Deno.test("what was written for a pair goes with it", async () => {
  using services = await testServices();
  const { pairs, iceLog, inboxes, descriptions, store } = services;
  await makePair(services);
  for (const kind of ["offer", "answer"] as const) {
    for (const gen of [0, 1]) {
      await descriptions.put({ kind, pairId: "p", gen }, "v=0 ".repeat(1_000));
    }
  }
  // More than one commit can delete.
  for (let i = 0; i < 450; i++) {
    await iceLog.append("p", i % 2 ? "a" : "b", [`${i}`]);
  }
  await iceLog.take("p", "a");
  await iceLog.take("p", "b");
  await pairs.end("p");
  deepEqual(await keysWith(store, "p"), []);
  for (const anonId of ["caller", "callee"]) {
    const inbox = await inboxes.read(anonId, FIRST_ID);
    deepEqual(inbox.map(({ entry }) => entry.type), ["peer-left"]);
  }
});

const lateWrites: [
  string,
  (services: TestServices) => Promise<unknown>,
  unknown,
][] = [
  ["ice", ({ iceLog }) => iceLog.append("p", "a", ["late"]), "ended"],
  [
    "offer",
    ({ descriptions }) =>
      descriptions.put({ kind: "offer", pairId: "p", gen: 0 }, "late"),
    "ended",
  ],
  ["ice_read", ({ iceLog }) => iceLog.take("p", "b"), []],
];
for (const [name, write, want] of lateWrites) {
  Deno.test(`${name} written while its pair ends leaves nothing behind`, async () => {
    using services = await testServices();
    const { store } = services;
    await makePair(services);
    await services.iceLog.append("p", "b", ["early"]);
    const other = secondInstance(services).pairs;
    beforeCommit(store, changes(name, "p"), () => other.end("p"));
    deepEqual(await write(services), want);
    deepEqual(await keysWith(store, "p"), []);
  });
}

Deno.test("the sweep removes what an instance that died left behind", async () => {
  using services = await testServices({}, "remote");
  const { pairs, iceLog, store } = services;
  await makePair(services);
  await iceLog.append("p", "a", ["candidate"]);
  const page = store.page.bind(store);
  store.page = () => {
    throw new Error("killed");
  };
  await rejects(() => pairs.end("p"), /killed/);
  store.page = page;
  equal((await keysWith(store, "p")).length, 2, "candidates and the mark");
  await secondInstance(services).pairs.sweep();
  deepEqual(await keysWith(store, "p"), []);
});

Deno.test("what takes several commits to remove is found until the last", async () => {
  using services = await testServices({}, "remote");
  const { store, pairs } = services;
  await makePair(services);
  const keys = Array.from({ length: 450 }, (_, i) => ["ice", "p", "a", i]);
  await store.commit({
    mutations: keys.map((key) => ({ type: "set", key, value: [] })),
  });
  const commit = store.commit.bind(store);
  let commitCount = 0;
  store.commit = (write) =>
    // The end, and the first commit that removes; the process dies then.
    ++commitCount > 2 ? Promise.reject(new Error("killed")) : commit(write);
  await rejects(pairs.end("p"), /killed/);
  store.commit = commit;
  equal((await keysWith(store, "p")).length > 0, true, "something is left");
  await secondInstance(services).pairs.sweep();
  deepEqual(await keysWith(store, "p"), []);
});

Deno.test("an owned store ends a call and removes what it left in one write", async () => {
  using services = await testServices({}, "owned");
  const { pairs, iceLog, descriptions, store } = services;
  await makePair(services);
  await iceLog.append("p", "a", ["candidate"]);
  await iceLog.take("p", "a");
  await descriptions.put({ kind: "offer", pairId: "p", gen: 0 }, "v=0");
  const { writes } = store.stats;
  equal(await pairs.end("p"), true);
  equal(store.stats.writes - writes, 1);
  deepEqual(await keysWith(store, "p"), []);
});

Deno.test("what is written at the moment that a call ends goes with it", async () => {
  using services = await testServices();
  const { pairs, iceLog, descriptions, inboxes, store } = services;
  await makePair(services);
  const answer = { kind: "answer", pairId: "p", gen: 0 } as const;
  const outcomes = await Promise.all([
    iceLog.append("p", "a", ["candidate"]),
    descriptions.put(answer, "v=0"),
    pairs.end("p"),
  ]);
  deepEqual(outcomes, ["written", "kept", true]);
  deepEqual(await keysWith(store, "p"), []);
  for (const anonId of ["caller", "callee"]) {
    const inbox = await inboxes.read(anonId, FIRST_ID);
    deepEqual(inbox.map(({ entry }) => entry.type), ["peer-left"]);
  }
});

Deno.test("with a call goes its own news only, but for its end", async () => {
  using services = await testServices();
  const { pairs, inboxes } = services;
  const toldOf = async (anonId: string) =>
    (await inboxes.read(anonId, FIRST_ID))
      .map(({ entry }) => `${entry.type} ${entry.pairId}`);
  await makePair(services, { pairId: "earlier", calleeId: "another" });
  await pairs.end("earlier");
  await makePair(services);
  await pairs.end("p");
  deepEqual(await toldOf("caller"), ["peer-left earlier", "peer-left p"]);
  deepEqual(await toldOf("callee"), ["peer-left p"]);
});

Deno.test("the end of a call leaves the news of another alone that a member is in by now", async () => {
  using services = await testServices();
  const { pairs, inboxes } = services;
  await makePair(services);
  await makePair(services, { pairId: "q", calleeId: "another" });
  await pairs.end("p");
  const told = (await inboxes.read("caller", FIRST_ID))
    .map(({ entry }) => `${entry.type} ${entry.pairId}`);
  deepEqual(told.slice(-2), ["matched q", "peer-left p"]);
});

Deno.test("what takes an inbox several pages goes with its call", async () => {
  using services = await testServices();
  const { store, pairs, inboxes, now } = services;
  await makePair(services);
  for (let i = 0; i < 12; i++) {
    const news = { type: "restart" } as const;
    const telling = { anonId: "caller", pairId: "p", news };
    await store.commit({ mutations: told(telling, now()) });
  }
  await pairs.end("p");
  const left = await inboxes.read("caller", FIRST_ID);
  deepEqual(left.map(({ entry }) => entry.type), ["peer-left"]);
});

Deno.test("the end of a call looks at no inbox's earlier calls", async () => {
  using services = await testServices();
  const { store, pairs } = services;
  const reads = countReads(store);
  const readCount = async (pairId: string) => {
    await makePair(services, { pairId });
    reads.count = 0;
    await pairs.end(pairId);
    return reads.count;
  };
  for (let i = 0; i < 20; i++) await readCount(`earlier ${i}`);
  const before = await readCount("p");
  for (let i = 0; i < 40; i++) await readCount(`later ${i}`);
  equal(await readCount("q"), before);
});

Deno.test("the marks of what was read of candidates go with them, and cost nothing without", async () => {
  using services = await testServices();
  const { pairs, iceLog, store } = services;
  await makePair(services);
  await iceLog.append("p", "a", ["candidate"]);
  await iceLog.take("p", "a");
  await pairs.end("p");
  deepEqual(await keysWith(store, "p"), []);
  await makePair(services, { pairId: "q" });
  const commit = store.commit.bind(store);
  const deleted: unknown[] = [];
  store.commit = (write) => {
    for (const each of write.mutations) {
      if (each.type === "delete") deleted.push(each.key[0]);
    }
    return commit(write);
  };
  await pairs.end("q");
  equal(deleted.includes("ice_read"), false);
});
