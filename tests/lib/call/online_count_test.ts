import { deepEqual, equal } from "node:assert/strict";
import { ONLINE_EVERY_MS, watchOnlineCount } from "@/lib/call/online_count.ts";
import { FakeTimers, settle } from "./fakes.ts";

Deno.test("watchOnlineCount() asks until it is over, past answers of no use", async () => {
  const timers = new FakeTimers();
  const counts: number[] = [];
  const answers = [
    () => Response.json({ online: 7 }),
    () => new Response("sign in to this hotel"),
    () => Response.json({ online: -1 }),
    () => {
      throw new TypeError("offline");
    },
    () => Response.json({ online: 8 }),
    () => Response.json({ online: 9 }),
  ];
  const end = watchOnlineCount({
    timers,
    fetch: () => Promise.resolve().then(() => answers.shift()!()),
  }, (online) => counts.push(online));
  await settle();
  deepEqual(counts, [7]);
  await timers.advance(4 * ONLINE_EVERY_MS);
  deepEqual(counts, [7, 8]);
  end();
  await timers.advance(ONLINE_EVERY_MS);
  deepEqual(counts, [7, 8]);
  equal(timers.pending, 0);
});
