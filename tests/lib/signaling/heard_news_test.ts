import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { EventStreams } from "@/lib/signaling/event_stream.ts";
import { type InboxNews, told } from "@/lib/signaling/inbox.ts";
import { EventReader } from "@/tests/event_reader.ts";
import { makePair, type TestServices, testServices } from "@/tests/helpers.ts";

const RESTART: InboxNews = { type: "restart" };

/** Tells the caller several things by one write. */
async function tell(
  { store, now }: TestServices,
  ...all: readonly InboxNews[]
): Promise<void> {
  await store.commit({
    mutations: all.flatMap((news) =>
      told({ anonId: "caller", pairId: "p", news }, now())
    ),
  });
}

/** Posts a candidate of the callee. */
async function post({ iceLog }: TestServices, name: string): Promise<void> {
  await iceLog.append("p", "b", [name], "caller");
}

/** Streams that count how often they read the inbox, and may have to wait. */
function countedStreams(
  services: TestServices,
  mayRead: () => Promise<void> = () => Promise.resolve(),
): { streams: EventStreams; reads: { count: number } } {
  const { inboxes } = services;
  const reads = { count: 0 };
  const streams = new EventStreams({
    ...services,
    inboxes: {
      async read(anonId, after) {
        reads.count++;
        const entries = await inboxes.read(anonId, after);
        await mayRead();
        return entries;
      },
      listen: (anonId, onNews) => inboxes.listen(anonId, onNews),
    },
    every: () => () => {},
  });
  return { streams, reads };
}

/** Lists all there is to tell the caller, by age. */
async function allIds({ store }: TestServices): Promise<string[]> {
  const listings = [["inbox", "caller"], ["ice", "p", "b"]].map((prefix) =>
    Array.fromAsync(store.list({ prefix }))
  );
  const entries = (await Promise.all(listings)).flat();
  return entries.map(({ key }) => key.at(-1) as string).sort();
}

for (
  const [kind, more] of [["owned", "without"], ["remote", "by"]] as const
) {
  Deno.test(`a stream on a store of the kind "${kind}" tells what is new ${more} reading it`, async () => {
    using services = await testServices({}, kind);
    await makePair(services);
    const { streams, reads } = countedStreams(services);
    await using events = new EventReader(
      new Response(streams.open("caller", null)),
    );
    await events.next();
    const before = reads.count;
    await tell(services, RESTART);
    await post(services, "1");
    const heard = await events.take(2);
    deepEqual(heard.map(({ name }) => name), ["restart", "ice"]);
    deepEqual(heard[1]!.data, { pairId: "p", candidates: ["1"] });
    deepEqual(heard.map(({ id }) => id), (await allIds(services)).slice(-2));
    equal(reads.count > before, kind === "remote");
  });
}

Deno.test("a stream tells what one write brings in one piece", async () => {
  using services = await testServices({}, "owned");
  await makePair(services);
  const reader = services.eventStreams.open("caller", null).getReader();
  for (let chunks = 0; chunks < 2; chunks++) await reader.read();
  await tell(services, RESTART, { type: "peer-state", state: "connected" });
  const { value } = await reader.read();
  const text = new TextDecoder().decode(value);
  deepEqual(text.match(/^event: .*$/gm), [
    "event: restart",
    "event: peer-state",
  ]);
  const [first, last] = (await allIds(services)).slice(-2);
  deepEqual(text.match(/^id: .*$/gm), [`id: ${first}`, `id: ${last}`]);
  await reader.cancel();
});

Deno.test("a stream tells once what its bell tells while it reads that", async () => {
  using services = await testServices({}, "owned");
  await makePair(services);
  const { promise: mayRead, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: reading, resolve: hasRead } = Promise.withResolvers<void>();
  const { streams } = countedStreams(services, async () => {
    hasRead();
    await mayRead;
  });
  await using events = new EventReader(
    new Response(streams.open("caller", null)),
  );
  const first = events.next();
  await reading;
  // In the log of candidates, which is read after the inbox.
  await post(services, "1");
  await tell(services, RESTART);
  letGo();
  const heard = [await first, ...await events.take(2)];
  await tell(services, { type: "peer-state", state: "connected" });
  heard.push(await events.next());
  deepEqual(heard.map((event) => event?.name), [
    "matched",
    "ice",
    "restart",
    "peer-state",
  ]);
});

Deno.test("a browser that takes nothing is told all of it later, in order", async () => {
  using services = await testServices({}, "owned");
  await makePair(services);
  const { streams, reads } = countedStreams(services);
  const body = streams.open("caller", null);
  await using events = new EventReader(new Response(body));
  await events.next();
  const before = reads.count;
  for (let i = 0; i < 60; i++) await tell(services, RESTART);
  for (let i = 0; i < 60; i++) await post(services, `${i}`);
  const heard = await events.take(120);
  deepEqual(heard.map(({ id }) => id), (await allIds(services)).slice(1));
  ok(reads.count > before, "more than a stream keeps");
  await post(services, "last");
  deepEqual((await events.next())?.data.candidates, ["last"]);
});

Deno.test("a stream tells an answer with its text, and nothing of one that is gone", async () => {
  using services = await testServices({}, "owned");
  const { descriptions, pairs, now } = services;
  await makePair(services);
  await using events = new EventReader(
    new Response(services.eventStreams.open("caller", null)),
  );
  await events.next();
  await tell(services, { type: "answer", gen: 7 });
  const news = { type: "answer", gen: 0 } as const;
  await descriptions.put(
    { kind: "answer", pairId: "p", gen: 0 },
    "v=0 é",
    told({ anonId: "caller", pairId: "p", news }, now()),
  );
  const answer = await events.next();
  deepEqual(answer?.data, { pairId: "p", gen: 0, sdp: "v=0 é" });
  await pairs.end("p");
  deepEqual((await events.next())?.name, "peer-left");
});

/** What can happen to a stream. */
const step = fc.oneof(
  fc.record({
    what: fc.constant("tell" as const),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    what: fc.constant("post" as const),
    count: fc.integer({ min: 1, max: 30 }),
  }),
  fc.record({
    what: fc.constant("take" as const),
    count: fc.integer({ min: 1, max: 5 }),
  }),
  fc.constant({ what: "reconnect" as const, count: 0 }),
);

for (const kind of ["owned", "remote"] as const) {
  Deno.test(`a stream tells each thing once and in order, however slow and often broken, on a store of the kind "${kind}"`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        using services = await testServices({}, kind);
        await makePair(services);
        const ids: string[] = [];
        let lastId: string | null = null;
        const open = () =>
          new EventReader(
            new Response(services.eventStreams.open("caller", lastId)),
          );
        let events = open();
        const take = async (count: number) => {
          for (const event of await events.take(count)) {
            ids.push(lastId = event.id);
          }
        };
        let toldCount = 1;
        for (const { what, count } of steps) {
          if (what === "take") {
            await take(Math.min(count, toldCount - ids.length));
          } else if (what === "reconnect") {
            await events[Symbol.asyncDispose]();
            events = open();
          } else {
            // At once, so that some of them share a commit.
            await Promise.all(
              Array.from(
                { length: count },
                (_, i) =>
                  what === "tell"
                    ? tell(services, RESTART)
                    : post(services, `${i}`),
              ),
            );
            toldCount += count;
          }
        }
        await take(toldCount - ids.length);
        await events[Symbol.asyncDispose]();
        deepEqual(ids, await allIds(services));
      }),
      { numRuns: 40 },
    );
  });
}
