/**
 * Which writes go into the next commit, and which of them fail.
 *
 * @module
 */

import type { Outcome } from "../write.ts";
import type { Draft } from "./draft.ts";
import type { Prepared, PreparedRing } from "./prepare.ts";

/** Bounds of one gathered commit; Deno KV takes 800 KiB, a character two bytes. */
const MAX_CHARS = 400_000;
const MAX_WRITES = 1_000;

/** Whoever waits for an outcome. */
export interface Writer {
  /** Tells what became of the write. */
  resolve(outcome: Outcome): void;
  /** Tells that it cannot be, or could not be written down. */
  reject(error: unknown): void;
  /** Bells to ring once it is done. */
  rings: readonly PreparedRing[];
}

/** A write that was not looked at yet. */
export interface Pending {
  /** Whose it is. */
  writer: Writer;
  /** What is asked for. */
  prepared: Prepared;
}

/** A write that was decided and waits for the disk. */
export interface Decided {
  /** Whose it is. */
  writer: Writer;
  /** Its place in the commit; -1 when it failed because of one before it. */
  order: number;
}

/**
 * Takes the writes of one commit out of those that wait, in the order they
 * came. What cannot be is told at once.
 *
 * @param pending Those that wait; what was decided is taken out.
 * @param draft Takes the changes in; empty at first.
 * @param lose Told of those that fail by what is on disk.
 */
export function decide(
  pending: Pending[],
  draft: Draft,
  lose: (writer: Writer) => void,
): Decided[] {
  const decided: Decided[] = [];
  let [count, sizeChars, order] = [0, 0, 0];
  for (const { writer, prepared } of pending) {
    sizeChars += prepared.sizeChars;
    const isFull = sizeChars > MAX_CHARS || order >= MAX_WRITES;
    if (isFull && order > 0) break;
    count++;
    const conflict = draft.conflict(prepared);
    if (conflict === "disk") lose(writer);
    // Told after the commit: who looks again then sees what was in the way.
    else if (conflict === "draft") decided.push({ writer, order: -1 });
    else {
      try {
        const own = draft.add(prepared, order);
        decided.push({ writer, order: own });
        order = own + 1;
      } catch (error) {
        writer.reject(error);
      }
    }
  }
  pending.splice(0, count);
  return decided;
}
