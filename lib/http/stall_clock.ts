/**
 * One clock for all request bodies on their way: whoever stops sending is given
 * up on.
 *
 * A timer for each body would cost more than reading it. Here a body costs an
 * entry in a list, and whoever ticks looks through the list.
 *
 * @module
 */

/** Time between two ticks, milliseconds. */
export const TICK_EVERY_MS = 1_000;

/** Ticks that a body may stand still for. */
const STALL_TICKS = 30;

/** A body that trickles in byte by byte may take as many waits in all. */
const MAX_STALLS = 4;

/** A body that somebody waits for. */
export interface BodyWait {
  /** Tick at which it has stood still for too long. */
  stallsAt: number;
  /** Tick at which it has taken too long in all. */
  readonly endsAt: number;
  /** Called when it is given up on, once. */
  readonly giveUp: () => void;
}

/**
 * Knows which bodies are waited for. It counts ticks and reads no time, so that
 * nobody is blamed for what a process that stood still did not read.
 */
export class StallClock {
  readonly #waits = new Set<BodyWait>();
  #ticks = 0;

  /** Bodies that are waited for. */
  get waitCount(): number {
    return this.#waits.size;
  }

  /** Begins to wait for a body. */
  begin(giveUp: () => void): BodyWait {
    const stallsAt = this.#afterStalls(1);
    const wait = { stallsAt, endsAt: this.#afterStalls(MAX_STALLS), giveUp };
    this.#waits.add(wait);
    return wait;
  }

  /** Takes note that bytes of a body came. */
  renew(wait: BodyWait): void {
    wait.stallsAt = this.#afterStalls(1);
  }

  /** Ends a wait, since all came that will. */
  end(wait: BodyWait): void {
    this.#waits.delete(wait);
  }

  /** Gives up on whoever is late; to be called every {@link TICK_EVERY_MS}. */
  tick(): void {
    this.#ticks++;
    for (const wait of this.#waits) {
      if (this.#ticks < Math.min(wait.stallsAt, wait.endsAt)) continue;
      this.#waits.delete(wait);
      wait.giveUp();
    }
  }

  #afterStalls(count: number): number {
    // The next tick may come at once and counts for none.
    return this.#ticks + 1 + count * STALL_TICKS;
  }
}

/** The clock of this process. */
export const stallClock: StallClock = new StallClock();
