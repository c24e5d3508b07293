import { deepEqual, equal, match } from "node:assert/strict";
import { EventStreams } from "@/lib/signaling/event_stream.ts";
import { told } from "@/lib/signaling/inbox.ts";
import { EventReader } from "@/tests/event_reader.ts";
import { makePair, type TestServices, testServices } from "@/tests/helpers.ts";

/** Streams on a store whose reads of one kind wait to be let go. */
function streamsThatWaitFor(
  what: "inbox" | "pair",
  services: TestServices,
): { streams: EventStreams; letGo: () => void } {
  const { inboxes, pairs } = services;
  const { promise: mayGo, resolve: letGo } = Promise.withResolvers<void>();
  const waitsFor = async (name: string) => {
    if (name === what) await mayGo;
  };
  const streams = new EventStreams({
    ...services,
    inboxes: {
      async read(anonId, after) {
        await waitsFor("inbox");
        return await inboxes.read(anonId, after);
      },
      listen: (anonId, onNews) => inboxes.listen(anonId, onNews),
    },
    pairs: {
      async ofVisitor(anonId) {
        await waitsFor("pair");
        return await pairs.ofVisitor(anonId);
      },
    },
    every: () => () => {},
  });
  return { streams, letGo };
}

for (const slow of ["inbox", "pair"] as const) {
  Deno.test(`a match that comes while a stream opens is told, also when the ${slow} is read late`, async () => {
    using services = await testServices();
    const { streams, letGo } = streamsThatWaitFor(slow, services);
    const body = streams.open("caller", null);
    await using events = new EventReader(new Response(body));
    const first = events.next();
    await makePair(services);
    letGo();
    deepEqual((await first)?.data, { pairId: "p", role: "caller" });
  });
}

Deno.test("a stream that goes on tells of a call that ended meanwhile", async () => {
  using services = await testServices();
  const { eventStreams, pairs } = services;
  await makePair(services);
  await using before = new EventReader(
    new Response(eventStreams.open("caller", null)),
  );
  const matched = await before.next();
  eventStreams.close("caller");
  await pairs.end("p");
  const body = eventStreams.open("caller", matched!.id);
  await using after = new EventReader(new Response(body));
  const left = after.next();
  // Something follows, so that the end of the call is not waited for in vain.
  await makePair(services);
  const event = await left;
  deepEqual([event?.name, event?.data], ["peer-left", { pairId: "p" }]);
});

Deno.test("a stream passes by what is gone, and goes on behind it", async () => {
  using services = await testServices();
  const { eventStreams, store, now } = services;
  await makePair(services);
  const tell = (news: Parameters<typeof told>[0]["news"]) =>
    store.commit({
      mutations: told({ anonId: "caller", pairId: "p", news }, now()),
    });
  await tell({ type: "answer", gen: 0 });
  await tell({ type: "restart" });
  const body = eventStreams.open("caller", null);
  await using events = new EventReader(new Response(body));
  const names = (await events.take(2)).map(({ name }) => name);
  deepEqual(names, ["matched", "restart"]);
  equal(eventStreams.count, 1);
});

Deno.test("a stream tells more candidates than are read at once", async () => {
  using services = await testServices();
  const { eventStreams, iceLog } = services;
  await makePair(services);
  for (let i = 0; i < 150; i++) await iceLog.append("p", "b", [`${i}`]);
  const body = eventStreams.open("caller", null);
  await using events = new EventReader(new Response(body));
  const [, ...told] = await events.take(151);
  deepEqual(
    told.flatMap(({ data }) => data.candidates),
    Array.from({ length: 150 }, (_, i) => `${i}`),
  );
});

Deno.test("a stream whose news cannot be read ends, and says so in the log", async () => {
  using services = await testServices();
  const streams = new EventStreams({
    ...services,
    inboxes: {
      read: () => Promise.reject(new TypeError("database is locked")),
      listen: (anonId, onNews) => services.inboxes.listen(anonId, onNews),
    },
    every: () => () => {},
  });
  const reader = streams.open("somebody", null).getReader();
  let chunk = await reader.read();
  while (!chunk.done) chunk = await reader.read();
  equal(streams.count, 0);
  match(services.lines.join(), /event stream ended early.*database is locked/);
});

Deno.test("keep-alive is asked for while a stream is open, and not after", async () => {
  using services = await testServices();
  let timers = 0;
  const streams = new EventStreams({
    ...services,
    every() {
      timers++;
      return () => timers--;
    },
  });
  streams.open("one", null);
  streams.open("one", null);
  streams.open("other", null);
  const open = () => [timers, streams.count, streams.visitorCount];
  deepEqual(open(), [1, 3, 2]);
  streams.close("one");
  deepEqual(open(), [1, 1, 1]);
  streams.closeAll();
  deepEqual(open(), [0, 0, 0]);
  streams.open("one", null);
  equal(timers, 1);
  streams.closeAll();
});
