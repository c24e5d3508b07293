/**
 * Sending requests away before everybody has to wait.
 *
 * @module
 */

/** How much load there is. */
export interface Load {
  /** How late timers are, milliseconds: the wait of every request. */
  delayMs: number;
  /** Requests that have no answer yet. */
  underWay: number;
}

/** What a request is for. */
export type Errand =
  /** It brings somebody who is not here yet. */
  | "arrival"
  /** It goes on with what began already. */
  | "other";

/**
 * Load above which an errand is sent away. Those who are here go on long after
 * newcomers are asked to wait. A request that waits this long for its turn has
 * already missed what a person takes for an answer.
 */
export const MOST_LOAD: Readonly<Record<Errand, Load>> = {
  arrival: { delayMs: 1_000, underWay: 2_000 },
  other: { delayMs: 3_000, underWay: 4_000 },
};

/** Time between two samples of the delay, milliseconds. */
export const SAMPLE_EVERY_MS = 100;

/** Weight of the newest sample: one late timer is no load, three are. */
const NEWEST_SHARE = 0.5;

/** Knows the load, and who has to wait for it to pass. */
export class LoadGate {
  readonly #load: Load = { delayMs: 0, underWay: 0 };
  #sampledAtMs: number | undefined;

  /** The load of now. */
  get load(): Readonly<Load> {
    return this.#load;
  }

  /**
   * Takes a sample; to be called every {@link SAMPLE_EVERY_MS}.
   *
   * @param elapsedMs A clock that never goes back, milliseconds.
   */
  sample(elapsedMs: number): void {
    const dueMs = (this.#sampledAtMs ?? elapsedMs - SAMPLE_EVERY_MS) +
      SAMPLE_EVERY_MS;
    this.#sampledAtMs = elapsedMs;
    const lateMs = Math.max(0, elapsedMs - dueMs);
    this.#load.delayMs += (lateMs - this.#load.delayMs) * NEWEST_SHARE;
  }

  /** Says whether an errand can be taken on now. */
  isOpen(errand: Errand): boolean {
    const most = MOST_LOAD[errand];
    return this.#load.delayMs <= most.delayMs &&
      this.#load.underWay < most.underWay;
  }

  /** Takes note that a request begins. */
  enter(): void {
    this.#load.underWay++;
  }

  /** Takes note that a request has its answer. */
  leave(): void {
    this.#load.underWay--;
  }
}
