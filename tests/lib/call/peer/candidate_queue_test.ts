import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  END_AFTER_MS,
  InboundCandidates,
  OutboundCandidates,
} from "@/lib/call/peer/candidate_queue.ts";
import { settle } from "@/tests/lib/call/fakes.ts";

const named = (candidate: string): RTCIceCandidateInit => ({
  candidate,
  sdpMid: "0",
});

/** A description that names no generation. */
const NONE: ReadonlySet<string> = new Set();

function inbound() {
  const added: string[] = [];
  const queue = new InboundCandidates((candidate) => {
    added.push(candidate.candidate!);
    return candidate.candidate === "bad"
      ? Promise.reject(new Error("bad candidate"))
      : Promise.resolve();
  });
  return { queue, added };
}

Deno.test("InboundCandidates holds candidates until it is opened", () => {
  const { queue, added } = inbound();
  queue.push([named("1"), named("2")]);
  deepEqual(added, []);
  queue.open(NONE);
  queue.push([named("3")]);
  deepEqual(added, ["1", "2", "3"]);
});

Deno.test("InboundCandidates goes on after a bad candidate", async () => {
  const { queue, added } = inbound();
  queue.open(NONE);
  queue.push([named("1"), named("bad"), named("2")]);
  await settle();
  deepEqual(added, ["1", "bad", "2"]);
});

Deno.test("InboundCandidates adds each one once, whenever it was opened", () => {
  const deliveries = fc.array(fc.nat(9), { maxLength: 60 });
  fc.assert(fc.property(deliveries, fc.nat(60), (numbers, openAt) => {
    const { queue, added } = inbound();
    numbers.forEach((number, i) => {
      if (i === openAt) queue.open(NONE);
      queue.push([named(String(number))]);
    });
    queue.open(NONE);
    deepEqual(added, [...new Set(numbers)].map(String));
  }));
});

Deno.test("InboundCandidates keeps a new generation back until its description", () => {
  const { queue, added } = inbound();
  const of = (candidate: string, usernameFragment: string) => ({
    candidate,
    usernameFragment,
  });
  queue.open(new Set(["u1"]));
  queue.push([of("new", "u2"), of("old", "u1"), of("same", "u1")]);
  deepEqual(added, ["old", "same"]);
  queue.push([named("a line with ufrag u2"), named("a line without")]);
  deepEqual(added, ["old", "same", "a line without"]);
  queue.open(new Set(["u2"]));
  queue.push([of("too late", "u1"), of("same", "u2")]);
  deepEqual(added.slice(3), ["new", "a line with ufrag u2", "same"]);
  deepEqual(queue.take().map(({ candidate }) => candidate), ["too late"]);
});

function outbound() {
  const posts: string[][] = [];
  let nowMs = 0;
  let ticks: { dueAtMs: number; callback: () => void }[] = [];
  const answers: (() => void)[] = [];
  const queue = new OutboundCandidates((batch) => {
    posts.push(batch.map(({ candidate }) => candidate!));
    return new Promise((resolve) => answers.push(resolve));
  }, (delayMs, callback) => ticks.push({ dueAtMs: nowMs + delayMs, callback }));
  const tick = async (delayMs = 0) => {
    nowMs += delayMs;
    const due = ticks.filter(({ dueAtMs }) => dueAtMs <= nowMs);
    ticks = ticks.filter((each) => !due.includes(each));
    for (const { callback } of due) callback();
    await settle();
  };
  return { queue, posts, answers, tick };
}

Deno.test("OutboundCandidates posts one tick's candidates together", async () => {
  const { queue, posts, tick } = outbound();
  queue.push(named("1"));
  queue.push(named("2"));
  await tick();
  queue.push(named("3"));
  await tick();
  deepEqual(posts, [["1", "2"], ["3"]]);
});

Deno.test("OutboundCandidates sends the end only after everything arrived", async () => {
  const { queue, posts, answers, tick } = outbound();
  queue.push(named("1"));
  await tick();
  queue.push(named(""));
  await tick(END_AFTER_MS);
  deepEqual(posts, [["1"]]);
  answers[0]!();
  await settle();
  deepEqual(posts, [["1"], [""]]);
});

Deno.test("OutboundCandidates is in no hurry to tell the end alone", async () => {
  const { queue, posts, tick } = outbound();
  queue.push(named(""));
  await tick(END_AFTER_MS - 1);
  deepEqual(posts, []);
  await tick(1);
  deepEqual(posts, [[""]]);
});

Deno.test("OutboundCandidates drops an end that a restart has overtaken", async () => {
  const { queue, posts, tick } = outbound();
  queue.push(named(""));
  queue.push(named("1"));
  await tick();
  await tick(END_AFTER_MS);
  deepEqual(posts, [["1"]], "or the end would seem to be of the new ones");
});

Deno.test("OutboundCandidates posts no more at once than the server takes", async () => {
  const { queue, posts, answers, tick } = outbound();
  const names = Array.from({ length: 90 }, (_, i) => `c${i}`);
  for (const name of names) queue.push(named(name));
  queue.push(named(""));
  for (let i = 0; i < 3; i++) await tick();
  deepEqual(posts.map((post) => post.length), [40, 40]);
  for (const answer of answers) answer();
  await settle();
  deepEqual(posts.flat(), [...names, ""]);
});

Deno.test("OutboundCandidates sends nothing after it was closed", async () => {
  const { queue, posts, tick } = outbound();
  queue.push(named("1"));
  queue.close();
  await tick();
  deepEqual(posts, []);
});
