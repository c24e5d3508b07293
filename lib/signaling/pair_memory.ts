/**
 * What one process remembers of pairs, so that a signaling request costs no
 * read. The members of a pair never change; only its end has to be noticed.
 *
 * @module
 */

import { RecentlyUsed } from "@/lib/recently_used.ts";
import type { PairEntry } from "./pair.ts";

/** For how long a pair that was read is not read again, milliseconds. */
export const REMEMBER_MS = 1_000;

/** Twice the calls that a server is made for; one takes 850 bytes. */
const MAX_REMEMBERED = 5_000;

type Memory = { entry: PairEntry; readAt: number } | "ended";

/** Remembers pairs for a moment, and for longer that they ended. */
export class PairMemory {
  readonly #memories = new RecentlyUsed<Memory>(MAX_REMEMBERED);

  /**
   * Recalls a pair.
   *
   * @returns `null` when it ended, `undefined` when it has to be read.
   */
  recall(pairId: string, now: number): PairEntry | null | undefined {
    const memory = this.#memories.get(pairId);
    if (memory === undefined) return undefined;
    if (memory === "ended") return null;
    // A clock that was put back must not make a memory last.
    const ageMs = Math.abs(now - memory.readAt);
    return ageMs < REMEMBER_MS ? memory.entry : undefined;
  }

  /**
   * Takes note of a pair as it was read. One that ended here stays ended: the
   * read may have begun before the end.
   */
  note(entry: PairEntry, readAt: number): void {
    const { pairId } = entry.value;
    if (this.#memories.get(pairId) === "ended") return;
    this.#memories.set(pairId, { entry, readAt });
  }

  /** Takes note that a pair ended; no pair ever gets its id again. */
  noteEnded(pairId: string): void {
    this.#memories.set(pairId, "ended");
  }

  /**
   * Takes note that a pair is not in the store. When it was known it ended;
   * otherwise its id may be invented, which is not worth remembering.
   */
  noteAbsent(pairId: string): void {
    if (this.#memories.has(pairId)) this.noteEnded(pairId);
  }
}
