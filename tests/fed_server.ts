/**
 * The built site with made-up calls in its live state, fed every second: run in
 * place of the bundled server.
 *
 * `FEED_CALLS` and `FEED_MEMBERS` say how many calls there are, and of how many
 * members; `FEED_ONCE=1` leaves it at the first round.
 *
 * @module
 */

import { services } from "@/main.ts";
import { Feed } from "./simulate/feed.ts";

const ROUND_MS = 1_000;

const feed = new Feed(services, {
  calls: Number(Deno.env.get("FEED_CALLS") ?? 1_000),
  members: Number(Deno.env.get("FEED_MEMBERS") ?? 10),
});
await feed.round();
let isBusy = Deno.env.get("FEED_ONCE") === "1";
setInterval(async () => {
  // A round that takes longer than a second is not run into by the next.
  if (isBusy) return;
  isBusy = true;
  await feed.round().finally(() => isBusy = false);
}, ROUND_MS);
await import("@/lib/app/serve.ts");
