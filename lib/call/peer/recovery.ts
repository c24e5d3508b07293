/**
 * Keeps a running call alive: follows the health of its path and acts when it
 * is time to. What a restart is, it does not know.
 *
 * @module
 */

import type { Timers } from "../timers.ts";
import {
  followPath,
  giveUpAtMs,
  type PathEvent,
  type PathHealth,
  restartAtMs,
  type Trouble,
  troubleOf,
} from "./path_health.ts";

/** What a recovery does. */
export interface RecoveryActs {
  /** Restarts ICE, or asks for it. */
  onRestart(): void;
  /** Told when the path breaks as we see it, and when it is mended. */
  onBroken(isBroken: boolean): void;
  /** Told what the visitor should know; `null` when all is well. */
  onTrouble(trouble: Trouble | null): void;
  /** Told when the call has been broken for too long. */
  onGiveUp(): void;
}

/** Follows one call, from its first connection to its end. */
export class Recovery {
  readonly #timers: Timers;
  readonly #acts: RecoveryActs;
  #health: PathHealth;
  #trouble: Trouble | null;
  #isOver = false;
  #cancelAlarm: () => void = () => {};

  /**
   * Begins to follow.
   *
   * @param health How the path is; a broken one is mended at once.
   */
  constructor(timers: Timers, acts: RecoveryActs, health: PathHealth) {
    this.#timers = timers;
    this.#acts = acts;
    this.#health = health;
    this.#trouble = troubleOf(health);
    this.#plan();
  }

  /** Takes note of something that happened to the path. */
  follow(event: PathEvent): void {
    if (this.#isOver) return;
    const wasBroken = this.#health.brokenSinceMs !== null;
    this.#health = followPath(this.#health, event, this.#timers.nowMs());
    const isBroken = this.#health.brokenSinceMs !== null;
    if (isBroken !== wasBroken) this.#acts.onBroken(isBroken);
    this.#tell();
    this.#plan();
  }

  /** Ends it; nothing is done any more. */
  end(): void {
    this.#isOver = true;
    this.#cancelAlarm();
  }

  #tell(): void {
    const trouble = troubleOf(this.#health);
    const isSame = trouble?.side === this.#trouble?.side &&
      trouble?.sinceMs === this.#trouble?.sinceMs;
    if (isSame) return;
    this.#trouble = trouble;
    this.#acts.onTrouble(trouble);
  }

  /** Does what is due, and sets the alarm for what is due next. */
  #plan(): void {
    this.#cancelAlarm();
    if (this.#isOver) return;
    const nowMs = this.#timers.nowMs();
    const giveUpMs = giveUpAtMs(this.#health) ?? Infinity;
    if (giveUpMs <= nowMs) return this.#giveUp();
    const restartMs = restartAtMs(this.#health) ?? Infinity;
    if (restartMs <= nowMs) {
      this.follow("restarted");
      return this.#acts.onRestart();
    }
    const nextMs = Math.min(giveUpMs, restartMs);
    if (nextMs === Infinity) return;
    this.#cancelAlarm = this.#timers.after(nextMs - nowMs, () => this.#plan());
  }

  /** Our own path may be fine, and only the news of it got lost. */
  #giveUp(): void {
    if (this.#health.brokenSinceMs === null) {
      return this.follow("peer-connected");
    }
    this.end();
    this.#acts.onGiveUp();
  }
}
