import { deepEqual, equal, ok } from "node:assert/strict";
import {
  limitsOf,
  LOWEST_LEVEL,
  SAVING_LEVEL,
  SENDING_LEVELS,
} from "@/lib/call/sending/levels.ts";

Deno.test("each step asks for less than the one before, in everything", () => {
  for (let level = 1; level <= LOWEST_LEVEL; level++) {
    const [better, worse] = [
      SENDING_LEVELS[level - 1]!,
      SENDING_LEVELS[level]!,
    ];
    ok(worse.shortSidePx < better.shortSidePx);
    ok(worse.maxFps <= better.maxFps);
    ok(worse.maxBps < better.neededBps, "or it would do for the better one");
    ok(worse.neededBps < worse.maxBps);
    // A browser looks for twice of what it may send.
    ok(
      better.neededBps * 1.15 < worse.maxBps * 2,
      "what is needed can be seen",
    );
  }
  equal(SENDING_LEVELS[LOWEST_LEVEL]!.neededBps, 0, "there is nothing below");
  ok(SENDING_LEVELS[SAVING_LEVEL]!.maxBps < 1_000_000);
});

Deno.test("limitsOf() divides what the camera gives, held either way", () => {
  const divisor = (level: number, width?: number, height?: number) =>
    limitsOf(level, {
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
    }).scaleResolutionDownBy;
  equal(divisor(0, 1280, 720), 1);
  equal(divisor(1, 1280, 720), 1.5);
  equal(divisor(2, 720, 1280), 2);
  equal(divisor(1, 640, 480), 1, "a small camera is not made smaller");
  equal(divisor(0, 320, 240), 1, "and never larger");
  equal(divisor(2), 2);
  deepEqual(limitsOf(4, { width: 1280, height: 720 }), {
    scaleResolutionDownBy: 4,
    maxFramerate: 15,
    maxBitrate: 150_000,
  });
});
