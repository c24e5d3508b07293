import { equal } from "node:assert/strict";
import { block } from "@/lib/matching/blocks.ts";
import { profile, testServices } from "@/tests/helpers.ts";

Deno.test("block() keeps two apart for good, and nobody else", async () => {
  for (const [blocker, blocked] of [["a", "b"], ["b", "a"]] as const) {
    using services = await testServices();
    const { queue, store, clock } = services;
    await block(store, blocker, blocked);
    await block(store, blocker, blocked);
    await queue.enqueue("a", profile());
    await queue.enqueue("b", profile());
    for (let minutes = 0; minutes < 120; minutes += 0.5) {
      clock.advance(30_000);
      equal((await queue.matchmake("a")).state, "waiting");
      equal((await queue.matchmake("b")).state, "waiting");
    }
    await queue.enqueue("c", profile());
    equal((await queue.matchmake("c")).state, "paired");
  }
});
