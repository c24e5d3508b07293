/**
 * What each process does several times a minute, for itself alone.
 *
 * @module
 */

import { stallClock, TICK_EVERY_MS } from "@/lib/http/stall_clock.ts";
import { SAMPLE_EVERY_MS } from "@/lib/safety/load_gate.ts";
import type { Services } from "./services.ts";

/** Something that is done at a fixed interval. */
export interface Tick {
  /** The interval, milliseconds. */
  everyMs: number;
  /** Does it. */
  run: () => void;
}

/** Lists it. */
export function ticksOf({ loadGate }: Pick<Services, "loadGate">): Tick[] {
  return [
    { everyMs: SAMPLE_EVERY_MS, run: () => loadGate.sample(performance.now()) },
    { everyMs: TICK_EVERY_MS, run: () => stallClock.tick() },
  ];
}
