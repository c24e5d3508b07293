import type { Match } from "@/lib/protocol/role.ts";
import { deepEqual, equal, ok } from "node:assert/strict";
import {
  KEEN_WINDOW_MS,
  MIN_INTERVAL_MS,
} from "@/lib/call/signaling/poll_schedule.ts";
import { PollSource } from "@/lib/call/signaling/poll_source.ts";
import { LOST_AFTER_MS } from "@/lib/call/signaling/server_silence.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import type { Signal } from "@/lib/call/signaling/signals.ts";
import {
  type FakeAnswers,
  fakeClient,
  FakeTimers,
  NO_NEWS,
  settle,
} from "@/tests/lib/call/fakes.ts";

const match: Match = { pairId: "p1", role: "callee" };

function source(answers: Partial<FakeAnswers> = {}) {
  const timers = new FakeTimers();
  const client = fakeClient(answers);
  const signals: Signal[] = [];
  const polls = new PollSource({
    client,
    timers,
    random: () => 0.5,
    emit: (signal) => signals.push(signal),
  });
  const count = (call: string) =>
    client.calls.filter((other) => other.startsWith(call)).length;
  return { polls, timers, client, signals, count };
}

function fail(status: number, code: string): never {
  throw new SignalingError("test", { status, code });
}

Deno.test("a match is asked for at once, then often, then every 300 to 800 ms", async () => {
  const { polls, timers, count } = source();
  polls.expect({ kind: "match" });
  await settle();
  equal(count("matchmake"), 1);
  await timers.advance(KEEN_WINDOW_MS);
  const often = count("matchmake");
  ok(often > KEEN_WINDOW_MS / MIN_INTERVAL_MS, String(often));
  await timers.advance(10_000);
  const polled = count("matchmake") - often;
  ok(
    polled >= Math.floor(10_000 / 800) && polled <= 10_000 / 300,
    String(polled),
  );
});

Deno.test("a match is told once, and ends the questions", async () => {
  const { polls, timers, signals, count } = source({ matchmake: () => match });
  polls.expect({ kind: "match" });
  await timers.advance(5_000);
  deepEqual(signals, [{ type: "matched", match }]);
  equal(count("matchmake"), 1);
  equal(timers.pending, 0);
});

Deno.test("one who is held back is told of, and asked for once that is over", async () => {
  let heldBackMs: number | null = 20_000;
  const { polls, timers, signals, count } = source({
    heldBackMs: () => heldBackMs,
  });
  polls.expect({ kind: "match" }, "beside-stream");
  await timers.advance(1_000);
  deepEqual(signals, [{ type: "held-back", isOn: true }]);
  equal(count("matchmake"), 1);
  for (heldBackMs = 18_000; heldBackMs > 4_000; heldBackMs -= 2_000) {
    await timers.advance(2_000);
  }
  heldBackMs = null;
  const before = count("matchmake");
  await timers.advance(6_000);
  ok(count("matchmake") > before);
  deepEqual(signals.at(-1), { type: "held-back", isOn: false });
  // Said once: nothing is told while there is nothing to tell.
  const told = signals.length;
  await timers.advance(60_000);
  equal(signals.length, told);
});

Deno.test("being forgotten in the queue is told", async () => {
  const { polls, timers, signals } = source({
    matchmake: () => fail(409, "not-queued"),
  });
  polls.expect({ kind: "match" });
  await timers.advance(1_000);
  deepEqual(signals, [{ type: "dequeued" }]);
});

Deno.test("the callee asks for the offer every 50 ms, then more calmly", async () => {
  const { polls, timers, count } = source({ matchmake: () => match });
  polls.expect({ kind: "negotiation", ...match });
  await timers.advance(1_000);
  equal(count("get offer p1"), 21);
  await timers.advance(4_000);
  ok(count("get offer p1") < 55);
});

Deno.test("the caller asks for the answer, and stops when it came", async () => {
  const { polls, timers, signals, count } = source({
    matchmake: () => match,
    getDescription: () => ({ sdp: "v=0", gen: 0 }),
  });
  polls.expect({ kind: "negotiation", pairId: "p1", role: "caller" });
  await timers.advance(1_000);
  deepEqual(signals, [{ type: "answer", sdp: "v=0", gen: 0 }]);
  equal(count("get answer p1"), 1);
});

Deno.test("candidates are read by cursor, also after a lost answer, until their end", async () => {
  const log = ["c1", "c2", "c3", ""].map((candidate) => ({ candidate }));
  let asked = 0;
  const { polls, timers, signals, client } = source({
    matchmake: () => match,
    getCandidates(after) {
      asked++;
      if (asked === 2) fail(0, "network");
      return log.slice(after, asked === 1 ? 2 : 4)
        .map((cand) => ({ from: "a" as const, cand }));
    },
  });
  polls.expect({ kind: "negotiation", ...match });
  await timers.advance(3_000);
  polls.expect({ kind: "call", ...match });
  await timers.advance(3_000);
  const candidates = signals.flatMap((signal) =>
    signal.type === "ice" ? signal.candidates : []
  );
  deepEqual(candidates, log);
  const cursors = client.calls.filter((call) => call.startsWith("get ice"));
  deepEqual(cursors, ["get ice 0", "get ice 2", "get ice 2"]);
});

Deno.test("a partner who left is noticed within a second of a call", async () => {
  let hasLeft = false;
  const { polls, timers, signals } = source({
    matchmake: () => hasLeft ? fail(409, "not-queued") : match,
  });
  polls.expect({ kind: "call", ...match });
  await timers.advance(20_000);
  deepEqual(signals, []);
  hasLeft = true;
  await timers.advance(1_000);
  deepEqual(signals, [{ type: "peer-left" }]);
});

Deno.test("a pair that ended is told however many questions hear it", async () => {
  const { polls, timers, signals } = source({
    matchmake: () => match,
    getCandidates: () => fail(403, "forbidden"),
  });
  polls.expect({ kind: "call", ...match });
  await timers.advance(1_000);
  deepEqual(signals, [{ type: "peer-left" }]);
});

for (const other of [null, { pairId: "p2", role: "caller" } as const]) {
  const what = other ? "another call" : "the queue";
  Deno.test(`going on in ${what} from another tab is told`, async () => {
    const { polls, timers, signals } = source({ matchmake: () => other });
    polls.expect({ kind: "call", ...match });
    await timers.advance(1_000);
    deepEqual(signals, [{ type: "replaced" }]);
  });
}

Deno.test("signaling counts as lost once, after a long silence", async () => {
  let isDown = true;
  const answer = () => isDown ? fail(0, "network") : null;
  const { polls, timers, signals } = source({
    matchmake: answer,
    getNews: () => (answer(), NO_NEWS),
  });
  polls.expect({ kind: "match" });
  await timers.advance(LOST_AFTER_MS - 5_000);
  deepEqual(signals, []);
  await timers.advance(60_000);
  deepEqual(signals, [{ type: "lost" }]);
  isDown = false;
  await timers.advance(10_000);
  isDown = true;
  await timers.advance(60_000);
  deepEqual(signals.map(({ type }) => type), ["lost", "found", "lost"]);
});

/** A server in a call, whose answer to everything can be changed. */
function changing() {
  const server = { answer: (): Match => match };
  const checkPair = () => {
    try {
      server.answer();
    } catch (error) {
      // The pair's own calls name its end differently.
      if ((error as SignalingError).status === 409) fail(403, "forbidden");
      throw error;
    }
  };
  const made = source({
    matchmake: () => server.answer(),
    getCandidates: () => (checkPair(), []),
    getDescription: () => (checkPair(), null),
    getNews() {
      try {
        server.answer();
      } catch (error) {
        // They are the visitor's and not the pair's.
        if ((error as SignalingError).status === 0) throw error;
      }
      return NO_NEWS;
    },
  });
  return { server, ...made };
}

Deno.test("a call outlives a server that was away and forgot the pair", async () => {
  const { server, polls, timers, signals, count } = changing();
  polls.expect({ kind: "call", ...match });
  await timers.advance(5_000);
  server.answer = () => fail(0, "network");
  await timers.advance(60_000);
  server.answer = () => fail(409, "not-queued");
  await timers.advance(20_000);
  deepEqual(signals.map(({ type }) => type), ["lost", "found"]);
  const asked = count("matchmake");
  await timers.advance(20_000);
  equal(count("matchmake"), asked, "asks on about a pair that is gone");
});

Deno.test("a partner who leaves after the server came back is told", async () => {
  const { server, polls, timers, signals } = changing();
  polls.expect({ kind: "call", ...match });
  server.answer = () => fail(0, "network");
  await timers.advance(60_000);
  server.answer = () => match;
  await timers.advance(20_000);
  server.answer = () => fail(409, "not-queued");
  await timers.advance(2_000);
  const told = [...new Set(signals.map(({ type }) => type))];
  deepEqual(told, ["lost", "found", "peer-left"]);
});

Deno.test("a call outlives a server that was away for a moment only", async () => {
  const { server, polls, timers, signals } = changing();
  polls.expect({ kind: "call", ...match });
  await timers.advance(5_000);
  server.answer = () => fail(0, "network");
  await timers.advance(1_000);
  polls.expect({ kind: "call", ...match }, "beside-stream");
  server.answer = () => fail(409, "not-queued");
  await timers.advance(60_000);
  deepEqual(signals, []);
});

Deno.test("a call is told of every new negotiation, and of its candidates", async () => {
  const offer = { sdp: "o", gen: 0 };
  const log = ["c0", ""];
  const { polls, timers, signals, count } = source({
    matchmake: () => match,
    getDescription: () => ({ ...offer }),
    getCandidates: (after) =>
      log.slice(after).map((candidate) => ({
        from: "a" as const,
        cand: { candidate },
      })),
  });
  polls.expect({ kind: "call", ...match });
  await timers.advance(20_000);
  const asked = count("get ice");
  await timers.advance(5_000);
  equal(count("get ice"), asked, "asks on after the end of the candidates");
  signals.length = 0;
  offer.gen = 1;
  log.push("c1");
  await timers.advance(5_000);
  deepEqual(signals, [
    { type: "offer", sdp: "o", gen: 1 },
    { type: "ice", candidates: [{ candidate: "c1" }] },
  ]);
});

Deno.test("poke() asks at once, however calm the pace was", async () => {
  const { polls, timers, count } = source({ matchmake: () => match });
  polls.expect({ kind: "call", ...match });
  await timers.advance(10_000);
  const before = count("matchmake");
  polls.poke();
  await settle();
  equal(count("matchmake"), before + 1);
});

Deno.test("expecting nothing asks nothing", async () => {
  const { polls, timers, count } = source();
  polls.expect({ kind: "match" });
  await settle();
  polls.expect({ kind: "nothing" });
  await timers.advance(5_000);
  equal(count("matchmake"), 1);
  equal(timers.pending, 0);
});

Deno.test("a slow answer to an old question is not told", async () => {
  const { polls, signals } = source({ matchmake: () => match });
  polls.expect({ kind: "match" });
  polls.expect({ kind: "nothing" });
  await settle();
  deepEqual(signals, []);
});
