import { deepEqual, equal } from "node:assert/strict";
import type { PolledEvent } from "@/lib/protocol/polled_news.ts";
import type { Match } from "@/lib/protocol/role.ts";
import { PollSource } from "@/lib/call/signaling/poll_source.ts";
import type { Signal } from "@/lib/call/signaling/signals.ts";
import { fakeClient, FakeTimers } from "@/tests/lib/call/fakes.ts";

const match: Match = { pairId: "p1", role: "caller" };
const CALL = { kind: "call", ...match } as const;

/** A source that polls a server with a log of news. */
function source() {
  const log: PolledEvent[] = [];
  const server: { match: Match | null } = { match };
  const timers = new FakeTimers();
  const client = fakeClient({
    matchmake: () => server.match,
    getNews: (after) => ({
      position: String(log.length),
      events: after === null ? [] : log.slice(Number(after)),
    }),
  });
  const signals: Signal[] = [];
  const polls = new PollSource({
    client,
    timers,
    random: () => 0.5,
    emit: (signal) => signals.push(signal),
  });
  const asked = () => client.calls.filter((call) => call.startsWith("news"));
  return { polls, timers, log, signals, server, asked };
}

const restart: PolledEvent = { name: "restart", data: { pairId: "p1" } };
const asksBack: PolledEvent = { name: "back-asked", data: { pairId: "p1" } };

Deno.test("in a call what only a stream would tell is asked for, and told once", async () => {
  const { polls, timers, log, signals } = source();
  polls.expect(CALL);
  await timers.advance(5_000);
  const state = "reconnecting";
  log.push(restart, { name: "peer-state", data: { pairId: "p1", state } });
  await timers.advance(5_000);
  deepEqual(signals, [{ type: "restart" }, { type: "peer-state", state }]);
});

Deno.test("news of another call are not told, nor what was before", async () => {
  const { polls, timers, log, signals } = source();
  log.push(restart);
  polls.expect(CALL);
  await timers.advance(5_000);
  log.push({ name: "restart", data: { pairId: "p0" } });
  await timers.advance(5_000);
  deepEqual(signals, []);
});

Deno.test("who was left hears in the next search that the other one asks back", async () => {
  const { polls, timers, log, signals, server } = source();
  polls.expect(CALL);
  await timers.advance(5_000);
  server.match = null;
  polls.expect({ kind: "nothing" });
  log.push(asksBack);
  await timers.advance(1_400);
  polls.expect({ kind: "match" });
  await timers.advance(1_000);
  deepEqual(signals, [{ type: "back-asked", pairId: "p1" }]);
});

Deno.test("beside a stream nothing of that is asked for, and nothing told again", async () => {
  const { polls, timers, log, signals, asked } = source();
  polls.expect(CALL);
  await timers.advance(5_000);
  polls.expect(CALL, "beside-stream");
  const count = asked().length;
  log.push(restart);
  await timers.advance(20_000);
  equal(asked().length, count);
  polls.expect(CALL);
  await timers.advance(5_000);
  equal(asked()[count], "news null");
  deepEqual(signals, []);
});
