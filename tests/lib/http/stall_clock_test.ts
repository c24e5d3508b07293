import { deepEqual, equal } from "node:assert/strict";
import { StallClock } from "@/lib/http/stall_clock.ts";

/** Ticks until somebody is given up on; at most so many. */
function ticksUntil(isOver: () => boolean, clock: StallClock): number {
  let ticks = 0;
  while (!isOver() && ticks < 1_000) {
    clock.tick();
    ticks++;
  }
  return ticks;
}

Deno.test("StallClock gives up on a body that stands still for 30 ticks", () => {
  const clock = new StallClock();
  clock.tick();
  let gaveUp = 0;
  clock.begin(() => gaveUp++);
  // The first tick may come at once.
  equal(ticksUntil(() => gaveUp > 0, clock), 31);
  for (let i = 0; i < 200; i++) clock.tick();
  equal(gaveUp, 1);
  equal(clock.waitCount, 0);
});

Deno.test("StallClock begins anew when bytes come, four times in all", () => {
  const clock = new StallClock();
  let hasEnded = false;
  const wait = clock.begin(() => hasEnded = true);
  const isOver = () => {
    clock.renew(wait);
    return hasEnded;
  };
  equal(ticksUntil(isOver, clock), 121);
});

Deno.test("StallClock forgets a body that came", () => {
  const clock = new StallClock();
  const late: string[] = [];
  const came = clock.begin(() => late.push("came"));
  clock.begin(() => late.push("stands still"));
  clock.end(came);
  equal(clock.waitCount, 1);
  for (let i = 0; i < 200; i++) clock.tick();
  deepEqual(late, ["stands still"]);
});
