import { deepEqual, equal } from "node:assert/strict";
import { type LiveView, openLiveFeed } from "@/lib/desk/live_feed.ts";
import { GATHER_MS } from "@/lib/desk/live_stream.ts";
import { FakeTimers, settle } from "@/tests/lib/call/fakes.ts";
import { aCall } from "./live_calls.ts";

/** A feed whose stream the test writes. */
function openFeed() {
  const timers = new FakeTimers();
  let body!: ReadableStreamDefaultController<Uint8Array>;
  const views: LiveView[] = [];
  const close = openLiveFeed({
    fetch: () => {
      const start = (one: typeof body) => void (body = one);
      return Promise.resolve(new Response(new ReadableStream({ start })));
    },
    timers,
    random: () => 0,
    onView: (view) => views.push(view),
  });
  async function write(text: string) {
    await settle();
    body.enqueue(new TextEncoder().encode(text));
    await settle();
  }
  const tell = (event: string, data: unknown) =>
    write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  return { timers, views, write, tell, close };
}

Deno.test("openLiveFeed() tells what is known, by the server's clock", async () => {
  const { timers, views, tell, close } = openFeed();
  const at = timers.nowMs() + 90_000;
  const counts = { waitingCount: 2, callCount: 1 };
  await tell("snapshot", { at, counts, calls: [aCall("p1")], alerts: [] });
  const view = views.at(-1)!;
  deepEqual([view.isComplete, view.phase, view.ageMs], [true, "open", 0]);
  deepEqual([...view.state.calls.keys()], ["p1"]);
  equal(view.serverNow, at, "the browser's clock is 90 s late");
  await tell("call", aCall("p2"));
  await timers.advance(GATHER_MS);
  const later = views.at(-1)!;
  deepEqual([later.isComplete, later.state.calls.size], [true, 2]);
  await timers.advance(5_000 - GATHER_MS);
  deepEqual(
    [views.at(-1)!.ageMs, views.at(-1)!.serverNow],
    [5_000, at + 5_000],
  );
  close();
});

Deno.test("openLiveFeed() counts what it cannot read, and goes on", async () => {
  const { views, tell, close } = openFeed();
  await tell("call", { pairId: 7 });
  await tell("call", []);
  equal(views.at(-1)!.unreadableCount, 2);
  equal(views.at(-1)!.isComplete, false);
  close();
});

Deno.test("openLiveFeed() tells nothing once it is closed", async () => {
  const { timers, views, write, close } = openFeed();
  await write(":\n\n");
  close();
  const count = views.length;
  await timers.advance(30_000);
  equal(views.length, count);
  equal(timers.pending, 0);
});
