import { deepEqual, equal } from "node:assert/strict";
import { PollLoop, type PollOutcome } from "@/lib/call/signaling/poll_loop.ts";
import { FakeTimers, settle } from "@/tests/lib/call/fakes.ts";

/** A loop whose only request is under way, and what it told. */
function askingLoop() {
  const timers = new FakeTimers();
  const told: string[] = [];
  const answer = Promise.withResolvers<PollOutcome>();
  const signals: AbortSignal[] = [];
  const loop = new PollLoop({
    ask(signal) {
      signals.push(signal);
      return answer.promise;
    },
    pace: "slow",
    timers,
    random: () => 0.5,
    onAnswer: () => void told.push("answer"),
    onFailure: () => told.push("failure") > 0,
  });
  return { loop, told, answer, signals, timers };
}

Deno.test("PollLoop tells of answers and failures while it runs", async () => {
  const good = askingLoop();
  good.answer.resolve("nothing");
  const bad = askingLoop();
  bad.answer.reject(new Error("no network"));
  await settle();
  deepEqual([good.told, bad.told], [["answer"], ["failure"]]);
});

Deno.test("PollLoop.stop() ends the request, and nothing is told of it", async () => {
  for (const comesLate of ["answer", "failure"]) {
    const { loop, told, answer, signals } = askingLoop();
    loop.stop();
    if (comesLate === "answer") answer.resolve("news");
    else answer.reject(new Error("aborted"));
    await settle();
    deepEqual(told, [], comesLate);
    deepEqual(signals.map(({ aborted }) => aborted), [true]);
  }
});

Deno.test("PollLoop.poke() asks again as soon as the request under way is answered", async () => {
  const { loop, answer, signals, timers } = askingLoop();
  loop.poke();
  equal(signals.length, 1, "never two at once");
  answer.resolve("nothing");
  await settle();
  await timers.advance(0);
  equal(signals.length, 2);
  await timers.advance(1_000);
  equal(signals.length, 2, "once");
  loop.stop();
});
