import { deepEqual, equal } from "node:assert/strict";
import { readLiveCalls } from "@/lib/monitoring/live/read_calls.ts";
import { testServices } from "@/tests/helpers.ts";
import { Feed } from "@/tests/simulate/feed.ts";

Deno.test("readLiveCalls() reads the same with and without another admin", async () => {
  using services = await testServices();
  const feed = new Feed(services, { calls: 3, members: 4, seed: 2 });
  await feed.round();
  equal(await services.adminStreams.peek(), null);
  const ids = async () =>
    (await readLiveCalls(services)).map(({ pairId, members }) =>
      `${pairId} ${members.map(({ id }) => id).join("")}`
    ).sort();
  const alone = await ids();
  deepEqual(alone, feed.pairIds.map((id) => `${id} abcd`).sort());
  const stream = services.adminStreams.open(() => Promise.resolve(true));
  const reader = stream.getReader();
  await reader.read();
  deepEqual(await ids(), alone);
  await reader.cancel();
  deepEqual(await ids(), alone);
  services.adminStreams.closeAll();
  equal(await services.adminStreams.peek(), null);
});
