/**
 * Keeping requests from waiting in line at a database that another process has
 * locked.
 *
 * SQLite waits 5 s for a lock, and Deno KV does one thing at a time: behind
 * each write that waits, every other write and every read waits, too (measured
 * on 2.9.6: three writes held a read up for 15 s, and a visitor for 45 s). So
 * once a write has waited in vain the next ones are refused at once, but for
 * one at a time that finds out whether the lock is gone; and a read that waited
 * too long is given up.
 *
 * @module
 */

import { within } from "@/lib/within.ts";
import { isLocked } from "./retry_locked.ts";

/** A read that took longer is given up, milliseconds. */
const READ_PATIENCE_MS = 4_000;

/** A write that failed sooner lost a race, and waited for no lock, milliseconds. */
const WAITED_MS = 1_000;

/** Pause between two writes that find out whether the lock is gone, milliseconds. */
const TRY_EVERY_MS = 1_000;

/** How long it is waited. */
export interface LockedOutOptions {
  /** A clock that never goes back, milliseconds. Default: the process's. */
  elapsed?: () => number;
  /** How long a read may take, milliseconds. Default: 4,000. */
  readPatienceMs?: number;
}

/**
 * Changes a handle so that nobody waits long for a locked database: what would
 * have to, throws an error that `isStoreFailure()` knows.
 *
 * @param kv The handle; what is asked of it from now on is asked so.
 */
export function refuseWhileLocked(
  kv: Deno.Kv,
  {
    elapsed = () => performance.now(),
    readPatienceMs = READ_PATIENCE_MS,
  }: LockedOutOptions = {},
): void {
  const lock = new Lock(elapsed);
  const { get, getMany, list, atomic } = kv;
  const inTime = async <T extends object>(read: Promise<T>) => {
    const result = await within(read, readPatienceMs);
    if (result === undefined) throw lockedOut();
    return result;
  };
  kv.get =
    ((...args: Parameters<typeof get>) =>
      inTime(get.apply(kv, args))) as typeof get;
  kv.getMany =
    ((...args: Parameters<typeof getMany>) =>
      inTime(getMany.apply(kv, args))) as typeof getMany;
  kv.list = ((...args: Parameters<typeof list>) => {
    const listing = list.apply(kv, args);
    const { next } = listing;
    const batchSize = batchSizeOf(args[1]);
    let count = 0;
    listing.next = () => {
      const read = next.call(listing);
      // The others of a batch are there: a timer each would cost more than they.
      return count++ % batchSize === 0 ? inTime(read) : read;
    };
    return listing;
  }) as typeof list;
  kv.atomic = () => {
    const operation = atomic.call(kv);
    const { commit } = operation;
    operation.commit = () => lock.pass(() => commit.call(operation));
    return operation;
  };
}

/** Tells how many entries Deno KV reads at once. */
function batchSizeOf({ batchSize, limit }: Deno.KvListOptions = {}): number {
  return batchSize ?? Math.min(limit ?? 100, 500);
}

/** What is known of the lock of a database. */
class Lock {
  readonly #elapsed: () => number;
  #isHeld = false;
  #isTrying = false;
  #triedAtMs = 0;

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** Makes a commit, unless it would only wait. */
  async pass<T>(commit: () => Promise<T>): Promise<T> {
    if (!this.#isHeld) return await this.#make(commit);
    const pausedMs = this.#elapsed() - this.#triedAtMs;
    if (this.#isTrying || pausedMs < TRY_EVERY_MS) throw lockedOut();
    this.#isTrying = true;
    try {
      return await this.#make(commit);
    } finally {
      this.#isTrying = false;
    }
  }

  async #make<T>(commit: () => Promise<T>): Promise<T> {
    const beganAtMs = this.#elapsed();
    try {
      const made = await commit();
      this.#isHeld = false;
      return made;
    } catch (error) {
      this.#triedAtMs = this.#elapsed();
      const hasWaited = this.#triedAtMs - beganAtMs >= WAITED_MS;
      if (isLocked(error)) this.#isHeld ||= hasWaited;
      else this.#isHeld = false;
      throw error;
    }
  }
}

/** Not the error of Deno KV itself, which would be tried again. */
function lockedOut(): Error {
  return new Error("Cannot use the store: database is locked");
}
