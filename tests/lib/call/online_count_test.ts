import { deepEqual, equal } from "node:assert/strict";
import {
  ONLINE_EVERY_MS,
  ONLINE_FIRST_MS,
  type OnlineCount,
  watchOnlineCount,
} from "@/lib/call/online_count.ts";
import { FakeTimers, settle } from "./fakes.ts";

Deno.test("watchOnlineCount() asks until it is over, past answers of no use", async () => {
  const timers = new FakeTimers();
  const counts: OnlineCount[] = [];
  const answers = [
    () => Response.json({ online: 7 }),
    () => new Response("sign in to this hotel"),
    // Whoever asks is here.
    () => Response.json({ online: 0 }),
    () => {
      throw new TypeError("offline");
    },
    () => Response.json({ online: 8, usualWaitMs: 20_000 }),
    () => Response.json({ online: 9 }),
  ];
  const end = watchOnlineCount({
    timers,
    fetch: () => Promise.resolve().then(() => answers.shift()!()),
  }, (online) => counts.push(online));
  await settle();
  deepEqual(counts, []);
  await timers.advance(ONLINE_FIRST_MS);
  deepEqual(counts, [{ online: 7 }]);
  const two = [{ online: 7 }, { online: 8, usualWaitMs: 20_000 }];
  await timers.advance(4 * ONLINE_EVERY_MS);
  deepEqual(counts, two);
  end();
  await timers.advance(ONLINE_EVERY_MS);
  deepEqual(counts, two);
  equal(timers.pending, 0);
});
