/**
 * A mutex for each key: tasks in one process that would hinder each other run
 * one after the other.
 *
 * @module
 */

/**
 * Runs tasks of one key one after the other, and of different keys at once.
 *
 * @example
 * ```ts
 * import { deepEqual } from "node:assert/strict";
 * import { KeyedMutex } from "@/lib/kv/keyed_mutex.ts";
 *
 * const mutex = new KeyedMutex();
 * const steps: string[] = [];
 * const task = (name: string) => async () => {
 *   steps.push(`${name} begins`);
 *   await Promise.resolve();
 *   steps.push(`${name} ends`);
 * };
 * await Promise.all([mutex.run("x", task("a")), mutex.run("x", task("b"))]);
 * deepEqual(steps, ["a begins", "a ends", "b begins", "b ends"]);
 * ```
 */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs a task once those that came before it with this key have ended. */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const turn = before === undefined ? task() : before.then(task, task);
    this.#last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === turn) this.#last.delete(key);
    }
  }
}
