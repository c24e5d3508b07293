/**
 * Bells: who writes something that others wait for rings, and they look.
 *
 * A bell says that there is news, not what; whoever hears it reads. So a bell
 * may ring twice for one thing, and once for two.
 *
 * @module
 */

import { type Log, log } from "@/lib/log.ts";

/** Called when a bell rings. */
export type OnRing = () => void;

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
    const name = nameOf(key);
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

  /** Calls everybody who listens to a bell; one who fails harms no other. */
  ring(key: Deno.KvKey): void {
    const listeners = this.#listeners.get(nameOf(key));
    if (listeners === undefined) return;
    for (const onRing of listeners) {
      try {
        onRing();
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

function nameOf(key: Deno.KvKey): string {
  return key.join("\u001f");
}
