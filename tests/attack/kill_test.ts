import { equal, ok } from "node:assert/strict";
import { killAgainAndAgain } from "./kill.ts";

Deno.test("a server that is killed under load leaves nothing torn, lost or counted twice", async () => {
  const deaths = killAgainAndAgain({
    kills: 3,
    seed: 1,
    visitors: 20,
    lifeMs: [200, 500],
  });
  const left = await Array.fromAsync(deaths);
  equal(left.length, 3);
  const { pairCount, sentRequests } = left.at(-1)!;
  ok(pairCount > 0 && sentRequests > 100, "there was no load to die under");
});
