import { deepEqual, equal, rejects } from "node:assert/strict";
import { DEFAULT_FILTERS, toEnqueueBody } from "@/lib/call/filters.ts";
import { QueuePlace } from "@/lib/call/signaling/queue_place.ts";
import type { CallOptions } from "@/lib/call/signaling/rest_request.ts";
import { settle } from "@/tests/lib/call/fakes.ts";

const body = toEnqueueBody(DEFAULT_FILTERS);

/** A place on a server that answers when it is told to. */
function place() {
  const sent: string[] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const take = (name: string, { signal }: CallOptions = {}) => {
    sent.push(name);
    signals.push(signal);
    answers.push(Promise.withResolvers());
    return answers.at(-1)!.promise;
  };
  return {
    sent,
    answers,
    signals,
    place: new QueuePlace({
      enqueue: (_body, options) => take("enqueue", options),
      leave: (options) => take("leave", options),
    }),
  };
}

Deno.test("QueuePlace sends each request once the one before has ended", async () => {
  const { place: queue, sent, answers } = place();
  const joined = queue.join(body);
  await settle();
  const left = queue.leave();
  await settle();
  deepEqual(sent, ["enqueue"]);
  answers[0]!.resolve();
  equal(await joined, false);
  await settle();
  deepEqual(sent, ["enqueue", "leave"]);
  answers[1]!.resolve();
  equal(await left, true);
});

Deno.test("QueuePlace sends only the newest of what waits", async () => {
  const { place: queue, sent, answers } = place();
  void queue.join(body);
  await settle();
  const left = queue.leave();
  const joined = queue.join(body);
  answers[0]!.resolve();
  equal(await left, false);
  await settle();
  deepEqual(sent, ["enqueue", "enqueue"]);
  answers[1]!.resolve();
  equal(await joined, true);
});

Deno.test("QueuePlace.settle() drops what waits and ends the retries of what is sent", async () => {
  const { place: queue, sent, answers, signals } = place();
  const first = queue.join(body);
  await settle();
  const second = queue.join(body);
  queue.settle();
  equal(signals[0]!.aborted, true);
  answers[0]!.resolve();
  deepEqual(await Promise.all([first, second]), [false, false]);
  equal(sent.length, 1);
});

Deno.test("QueuePlace tells of a failure, and goes on after it", async () => {
  const { place: queue, sent, answers } = place();
  const failed = rejects(queue.join(body), /no/);
  await settle();
  answers[0]!.reject(new Error("no"));
  await failed;
  void queue.leave();
  await settle();
  deepEqual(sent, ["enqueue", "leave"]);
});

Deno.test("QueuePlace tells nobody of a failure that no longer matters", async () => {
  const { place: queue, answers } = place();
  const joined = queue.join(body);
  await settle();
  queue.settle();
  answers[0]!.reject(new Error("no"));
  equal(await joined, false);
});

Deno.test("QueuePlace.settle() keeps a leave that waits, yield() drops it", async () => {
  for (const [drop, expected] of [["settle", 2], ["yield", 1]] as const) {
    const { place: queue, sent, answers } = place();
    void queue.join(body);
    await settle();
    const left = queue.leave();
    queue[drop]();
    answers[0]!.resolve();
    await settle();
    equal(sent.length, expected, drop);
    answers[1]?.resolve();
    equal(await left, drop === "settle");
  }
});

Deno.test("QueuePlace sends a renewal once: of two nobody knew which was answered", async () => {
  const attempts: (number | undefined)[] = [];
  const queue = new QueuePlace({
    enqueue: (_body, options) => {
      attempts.push(options?.attempts);
      return Promise.resolve();
    },
    leave: () => Promise.resolve(),
  });
  await queue.join(body);
  await queue.join({ ...body, onlyIfWaiting: true });
  deepEqual(attempts, [undefined, 1]);
});
