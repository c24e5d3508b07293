import { equal, ok } from "node:assert/strict";
import { DEFAULT_FILTERS } from "@/lib/call/filters.ts";
import { MediaError } from "@/lib/call/media/media.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import type { Signal } from "@/lib/call/signaling/signals.ts";
import { settle } from "./fakes.ts";
import { visit } from "./visit.ts";
import { live, waiting } from "./stages.ts";

/** A search whose first request is not answered yet, and others like it. */
async function askedTwice() {
  const answer: (() => void)[] = [];
  const v = visit({
    enqueue: () => new Promise((resolve) => answer.push(resolve)),
  });
  const enqueueCount = () =>
    v.client.calls.filter((call) => call.startsWith("enqueue")).length;
  v.session.start();
  await settle();
  v.session.setFilters({ ...DEFAULT_FILTERS, meetGenders: ["f"] });
  await settle();
  equal(enqueueCount(), 1, "the second waits for the first");
  return { v, answer, enqueueCount };
}

const pushedMatch: Signal = {
  type: "matched",
  match: { pairId: "p1", role: "callee" },
};

Deno.test("nobody is asked for a match while new wishes are on their way", async () => {
  const { v, answer } = await askedTwice();
  answer[0]!();
  await settle();
  equal(v.expectations.at(-1), "nothing");
  answer[1]!();
  await settle();
  equal(v.expectations.at(-1), "match");
});

Deno.test("a late answer to an enqueue leaves a fresh call alone", async () => {
  const { v, answer } = await askedTwice();
  answer[0]!();
  await settle();
  await v.emit(pushedMatch);
  answer[1]!();
  await settle();
  equal(v.state.name, "connecting");
  equal(v.expectations.at(-1), "negotiation");
});

Deno.test("wishes not sent before the match are never sent: they would leave it", async () => {
  const { v, answer, enqueueCount } = await askedTwice();
  await v.emit(pushedMatch);
  answer[0]!();
  await settle();
  equal(enqueueCount(), 1);
  equal(v.expectations.at(-1), "negotiation");
});

Deno.test("setFilters() in a call sends nothing before the next search", async () => {
  const v = await live();
  v.session.setFilters({ ...DEFAULT_FILTERS, meetGenders: ["f"] });
  await settle();
  ok(!v.client.calls.includes("enqueue f ALL"));
  v.session.next();
  await settle();
  equal(v.client.calls.at(-1), "enqueue f ALL");
});

Deno.test("a late word of being forgotten in the queue leaves a call alone", async () => {
  const v = await live();
  await v.emit({ type: "dequeued" });
  equal(v.client.calls.filter((call) => call.startsWith("enqueue")).length, 1);
  equal(v.expectations.at(-1), "call");
});

Deno.test("next() pressed twice asks once", async () => {
  const v = await live();
  v.session.next();
  v.session.next();
  await settle();
  equal(v.client.calls.filter((call) => call.startsWith("enqueue")).length, 2);
});

Deno.test("stop() and start() while an enqueue is under way ask in that order", async () => {
  const { v, answer } = await askedTwice();
  v.session.stop();
  v.session.start();
  await settle();
  answer[0]!();
  await settle();
  equal(v.state.name, "waiting");
  equal(v.expectations.at(-1), "nothing");
  answer[1]!();
  await settle();
  equal(v.expectations.at(-1), "match");
  const asked = v.client.calls.filter((call) => /^(enqueue|leave)/.test(call));
  equal(asked.at(-1), "enqueue f ALL");
});

Deno.test("a place that was left is left, though the next start finds no camera", async () => {
  const { v, answer } = await askedTwice();
  v.session.stop();
  v.failMedia(new MediaError("denied"));
  v.session.start();
  await settle();
  equal(v.state.name, "media-error");
  answer[0]!();
  await settle();
  equal(v.client.calls.at(-1), "leave");
});

Deno.test("a place that was left late is not left once another tab has it", async () => {
  for (const meanwhile of ["stopped", "requesting-media"]) {
    const { v, answer } = await askedTwice();
    v.session.stop();
    if (meanwhile === "requesting-media") v.session.start();
    equal(v.state.name, meanwhile);
    v.session.noteOtherTab({ type: "taken-over" });
    answer[0]!();
    await settle();
    ok(!v.client.calls.includes("leave"));
  }
});

Deno.test("a late refusal of an older call fails nothing", async () => {
  const v = await waiting();
  const refusal = Promise.withResolvers<void>();
  v.client.postDescription = () => refusal.promise;
  await v.emit({ type: "matched", match: { pairId: "p1", role: "caller" } });
  v.session.next();
  await settle();
  refusal.reject(
    new SignalingError("post", { status: 400, code: "bad-input" }),
  );
  await settle();
  equal(v.state.name, "waiting");
});

Deno.test("a late refusal of an older search fails nothing", async () => {
  const { promise, reject } = Promise.withResolvers<void>();
  let asked = 0;
  const v = visit({
    enqueue: () => asked++ === 0 ? promise : Promise.resolve(),
  });
  v.session.start();
  await settle();
  v.session.stop();
  v.session.start();
  await settle();
  reject(new SignalingError("enqueue", { status: 400, code: "bad-input" }));
  await settle();
  equal(v.state.name, "waiting");
  equal(v.expectations.at(-1), "match");
});

Deno.test("an enqueue that meets another tab's yields to it", async () => {
  const v = visit({
    enqueue() {
      throw new SignalingError("enqueue", { status: 409, code: "exists" });
    },
  });
  v.session.start();
  await settle();
  equal(v.state.name, "other-tab");
});
