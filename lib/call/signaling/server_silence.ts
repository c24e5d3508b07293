/**
 * Whether the server answers at all: what many questions, asked in turn and
 * side by side, say of that together.
 *
 * @module
 */

import type { Timers } from "../timers.ts";

/** Milliseconds without any answer after which signaling counts as lost. */
export const LOST_AFTER_MS = 12_000;

/** What happened to the server, as far as anybody can tell from here. */
export type SilenceNews = "lost" | "found";

/** Counts from the first question that nobody has answered since. */
export class ServerSilence {
  readonly #timers: Pick<Timers, "nowMs">;
  readonly #onNews: (news: SilenceNews) => void;
  #sinceMs: number | null = null;
  #isLost = false;

  /** Knows of no question yet. */
  constructor(
    timers: Pick<Timers, "nowMs">,
    onNews: (news: SilenceNews) => void,
  ) {
    this.#timers = timers;
    this.#onNews = onNews;
  }

  /** Forgets what was before; nothing is told of it. */
  reset(): void {
    this.#sinceMs = null;
    this.#isLost = false;
  }

  /** A question was asked. */
  noteQuestion(): void {
    this.#sinceMs ??= this.#timers.nowMs();
  }

  /** The server answered one. */
  noteAnswer(): void {
    this.#sinceMs = null;
    if (this.#isLost) this.#onNews("found");
    this.#isLost = false;
  }

  /** A question failed, whatever the reason. */
  noteFailure(): void {
    const nowMs = this.#timers.nowMs();
    const silentMs = nowMs - (this.#sinceMs ?? nowMs);
    if (silentMs < LOST_AFTER_MS || this.#isLost) return;
    this.#isLost = true;
    this.#onNews("lost");
  }
}
