import { deepEqual, equal } from "node:assert/strict";
import { FIRST_ID, type InboxNews, told } from "@/lib/signaling/inbox.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import { type TestServices, testServices } from "@/tests/helpers.ts";

const RESTART: InboxNews = { type: "restart" };
const END: InboxNews = {
  type: "peer-left",
  seat: { role: "caller", startedAt: 0, country: "XX" },
};

/** Tells somebody something, in a commit of its own. */
async function tell(
  { store, now }: TestServices,
  anonId: string,
  news: InboxNews,
): Promise<string> {
  const { versionstamp } = await store.commit({
    mutations: told({ anonId, pairId: "p", news }, now()),
  });
  return versionstamp;
}

async function typesRead(
  { inboxes }: TestServices,
  anonId: string,
  after = FIRST_ID,
): Promise<string[]> {
  return (await inboxes.read(anonId, after)).map(({ entry }) => entry.type);
}

Deno.test("Inboxes.read() goes on where reading ended, by version", async () => {
  using services = await testServices();
  const first = await tell(services, "a", { type: "offer", gen: 0 });
  await tell(services, "b", RESTART);
  const last = await tell(services, "a", { type: "answer", gen: 0 });
  deepEqual(await typesRead(services, "a"), ["offer", "answer"]);
  deepEqual(await typesRead(services, "a", first), ["answer"]);
  deepEqual(await typesRead(services, "a", last), []);
  const [entry] = await services.inboxes.read("a", first);
  equal(entry!.id, last);
});

Deno.test("Inboxes.read() reads all, also what takes several pages", async () => {
  using services = await testServices();
  for (let i = 0; i < 230; i++) await tell(services, "a", RESTART);
  const read = await services.inboxes.read("a", FIRST_ID);
  equal(new Set(read.map(({ id }) => id)).size, 230);
});

Deno.test("news last as long as a pair, the news of its end a minute", async () => {
  using services = await testServices();
  const { clock } = services;
  await tell(services, "a", RESTART);
  await tell(services, "a", END);
  clock.advance(59_999);
  deepEqual(await typesRead(services, "a"), ["restart", "peer-left"]);
  clock.advance(1);
  deepEqual(await typesRead(services, "a"), ["restart"]);
  clock.advance(100_000);
  deepEqual(await typesRead(services, "a"), []);
});

Deno.test("Inboxes.sweep() removes what is over, of whomever, and nothing else", async () => {
  using services = await testServices();
  const { clock, store, inboxes } = services;
  await Promise.all(
    Array.from({ length: 450 }, (_, i) => tell(services, `${i % 9}`, END)),
  );
  await tell(services, "a", RESTART);
  clock.advance(60_000);
  await inboxes.sweep();
  const left = store.list({ prefix: signalingKeys.inboxes() });
  equal((await Array.fromAsync(left)).length, 1);
  deepEqual(await typesRead(services, "a"), ["restart"]);
});

Deno.test("Inboxes.listen() hears of one's own news only, until it ends", async () => {
  using services = await testServices();
  let ringCount = 0;
  const stop = services.inboxes.listen("a", () => ringCount++);
  await tell(services, "b", RESTART);
  equal(ringCount, 0);
  await tell(services, "a", RESTART);
  equal(ringCount, 1);
  stop();
  await tell(services, "a", RESTART);
  equal(ringCount, 1);
});
