import { deepEqual } from "node:assert/strict";
import { forgetPairEnd, listPairEnds } from "@/lib/signaling/ended_pairs.ts";
import { makePair, testServices } from "@/tests/helpers.ts";

Deno.test("the end of each pair is marked once, in the order of ends, until it is forgotten", async () => {
  using services = await testServices();
  const { pairs, clock, store } = services;
  const startedAt = clock.ms;
  const all = () =>
    Array.fromAsync(listPairEnds(store, { fromMs: 0, toMs: Infinity }));
  for (const pairId of ["z", "a"]) {
    const [callerId, calleeId] = [`${pairId}1`, `${pairId}2`];
    await makePair(services, { pairId, callerId, calleeId });
  }
  deepEqual(await all(), []);
  clock.advance(5);
  await Promise.all([pairs.end("z"), pairs.end("z")]);
  clock.advance(5);
  await pairs.end("a");
  const z = { pairId: "z", startedAt, endedAt: startedAt + 5 };
  const a = { pairId: "a", startedAt, endedAt: startedAt + 10 };
  deepEqual(await all(), [z, a]);
  const span = { fromMs: startedAt + 5, toMs: startedAt + 10 };
  deepEqual(await Array.fromAsync(listPairEnds(store, span)), [z]);
  await forgetPairEnd(store, z);
  deepEqual(await all(), [a]);
});
