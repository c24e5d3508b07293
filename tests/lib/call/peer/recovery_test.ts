import { deepEqual, equal } from "node:assert/strict";
import {
  brokenPath,
  COOL_DOWN_MS,
  DISCONNECTED_MS,
  GIVE_UP_MS,
  HEALTHY,
  type PathHealth,
} from "@/lib/call/peer/path_health.ts";
import { Recovery } from "@/lib/call/peer/recovery.ts";
import { FakeTimers } from "../fakes.ts";

function setUp(health: (nowMs: number) => PathHealth = () => HEALTHY) {
  const timers = new FakeTimers();
  const startMs = timers.nowMs();
  const log: string[] = [];
  const note = (what: string) =>
    log.push(`${(timers.nowMs() - startMs) / 1_000} ${what}`);
  const recovery = new Recovery(timers, {
    onRestart: () => note("restart"),
    onBroken: (isBroken) => note(isBroken ? "broken" : "mended"),
    onTrouble: (trouble) => note(`trouble: ${trouble?.side ?? "none"}`),
    onGiveUp: () => note("give up"),
  }, health(startMs));
  return { recovery, timers, log };
}

Deno.test("Recovery restarts a broken path in time, again, and gives up", async () => {
  const { recovery, timers, log } = setUp();
  recovery.follow("disconnected");
  await timers.advance(2 * GIVE_UP_MS);
  deepEqual(log, [
    "0 broken",
    "0 trouble: us",
    "3 restart",
    "18 restart",
    "30 give up",
  ]);
  equal(timers.pending, 0);
});

Deno.test("Recovery tells when the path is mended, and rests", async () => {
  const { recovery, timers, log } = setUp();
  recovery.follow("failed");
  await timers.advance(1_000);
  recovery.follow("connected");
  await timers.advance(2 * GIVE_UP_MS);
  deepEqual(log, [
    "0 broken",
    "0 trouble: us",
    "0 restart",
    "1 mended",
    "1 trouble: none",
  ]);
  equal(timers.pending, 0);
});

Deno.test("Recovery does nothing for a short wobble", async () => {
  const { recovery, timers, log } = setUp();
  recovery.follow("disconnected");
  await timers.advance(DISCONNECTED_MS - 1);
  recovery.follow("connected");
  await timers.advance(COOL_DOWN_MS);
  equal(log.includes("3 restart"), false);
});

Deno.test("Recovery gives up one who reconnects and never does", async () => {
  const { recovery, timers, log } = setUp();
  recovery.follow("peer-reconnecting");
  await timers.advance(5_000);
  recovery.follow("failed");
  await timers.advance(GIVE_UP_MS);
  deepEqual(log.filter((line) => !line.endsWith("restart")), [
    "0 trouble: peer",
    "5 broken",
    "30 give up",
  ]);
});

Deno.test("Recovery believes its own path when the peer's news got lost", async () => {
  const { recovery, timers, log } = setUp();
  recovery.follow("peer-reconnecting");
  await timers.advance(2 * GIVE_UP_MS);
  deepEqual(log, ["0 trouble: peer", "30 trouble: none"]);
});

Deno.test("Recovery mends a path that is broken from the start", async () => {
  const { timers, log } = setUp(brokenPath);
  await timers.advance(GIVE_UP_MS);
  deepEqual(log, ["0 restart", "15 restart", "30 give up"]);
});

Deno.test("Recovery.end() leaves nothing under way", async () => {
  const { recovery, timers, log } = setUp();
  recovery.follow("disconnected");
  recovery.end();
  recovery.follow("failed");
  await timers.advance(GIVE_UP_MS);
  deepEqual(log, ["0 broken", "0 trouble: us"]);
  equal(timers.pending, 0);
});
