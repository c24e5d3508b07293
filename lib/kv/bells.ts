/**
 * Bells: who writes something that others wait for rings, and they look.
 *
 * Where nobody else writes, a bell tells of what was appended, so that whoever
 * hears it need not read it. Otherwise it says that there is news, not what, and
 * may ring twice for one thing, and once for two.
 *
 * @module
 */

import { type Log, log } from "@/lib/log.ts";
import { keyText } from "./key_text.ts";

/** Something that was appended to a log, and is on disk. */
export interface Appended {
  /** What the log's keys begin with. */
  log: Deno.KvKey;
  /** Last part of its key: its versionstamp. */
  id: string;
  /** The value, frozen. */
  value: unknown;
}

/**
 * Called when a bell rings.
 *
 * @param appended What it rings for; `null` when that has to be read.
 */
export type OnRing = (appended: Appended | null) => void;

/** The bells of one process, by name. */
export class Bells {
  readonly #listeners = new Map<string, Set<OnRing>>();
  readonly #log: Pick<Log, "error">;

  /** Begins without listeners; those who fail are told to the log. */
  constructor(to: Pick<Log, "error"> = log) {
    this.#log = to;
  }

  /**
   * Listens to a bell.
   *
   * @returns Stops listening.
   */
  listen(key: Deno.KvKey, onRing: OnRing): () => void {
    const name = keyText(key);
    const listeners = this.#listeners.get(name) ?? new Set();
    listeners.add(onRing);
    this.#listeners.set(name, listeners);
    return () => {
      listeners.delete(onRing);
      // Another set may have taken the place of an emptied one.
      if (listeners.size === 0 && this.#listeners.get(name) === listeners) {
        this.#listeners.delete(name);
      }
    };
  }

  /**
   * Calls everybody who listens to a bell; one who fails harms no other.
   *
   * @param appended What it rings for, if that is known.
   */
  ring(key: Deno.KvKey, appended: Appended | null = null): void {
    const listeners = this.#listeners.get(keyText(key));
    if (listeners === undefined) return;
    for (const onRing of listeners) {
      try {
        onRing(appended);
      } catch (error) {
        this.#log.error("a listener failed", { error });
      }
    }
  }

  /** Bells that somebody listens to. */
  get size(): number {
    return this.#listeners.size;
  }
}
