/**
 * Bells: who writes something that others wait for rings, and they look.
 *
 * A bell says that there is news, not what; whoever hears it reads. So a bell
 * may ring twice for one thing, and once for two.
 *
 * @module
 */

/** Called when a bell rings. */
export type OnRing = () => void;

/** The bells of one process, by name. */
export class Bells {
  readonly #listeners = new Map<string, Set<OnRing>>();

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

  /** Calls everybody who listens to a bell. */
  ring(key: Deno.KvKey): void {
    for (const onRing of this.#listeners.get(nameOf(key)) ?? []) onRing();
  }

  /** Bells that somebody listens to. */
  get size(): number {
    return this.#listeners.size;
  }
}

function nameOf(key: Deno.KvKey): string {
  return key.join("\u001f");
}
