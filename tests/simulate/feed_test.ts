import { deepEqual, equal, ok } from "node:assert/strict";
import { liveKeys } from "@/lib/monitoring/live/keys.ts";
import { readMembers } from "@/lib/monitoring/live/live_rows.ts";
import { testServices } from "@/tests/helpers.ts";
import { Feed } from "./feed.ts";

Deno.test("a feed brings calls of many members to life, the same ones for the same seed", async () => {
  const pictures: string[][] = [];
  for (let run = 0; run < 2; run++) {
    using services = await testServices();
    const { store, clock } = services;
    const feed = new Feed(services, { calls: 5, members: 10, seed: 7 });
    equal(await feed.round(), 50);
    let said = 0;
    for (let second = 0; second < 60; second++) {
      clock.advance(1_000);
      said += await feed.round();
    }
    ok(said >= 50 * 5 && said <= 50 * 13, `${said} emissions in a minute`);
    const members = await readMembers(store, liveKeys.members(), clock.ms);
    equal(members.length, 50);
    deepEqual(
      new Set(members.map(({ pairId }) => pairId)),
      new Set(feed.pairIds),
    );
    pictures.push(
      members.map(({ side, country, state }) =>
        JSON.stringify([side, country, state.stats])
      ).sort(),
    );
  }
  deepEqual(pictures[0], pictures[1]);
});
