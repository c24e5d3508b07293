/**
 * Watching one key for writes of other processes.
 *
 * @module
 */

import { type Log, log as processLog } from "@/lib/log.ts";

/** How long to wait before a watch that broke is begun again, milliseconds. */
const RETRY_MS = 1_000;

/** What a watch takes besides a store; the process's own, or stand-ins. */
export interface WatchDeps {
  /** Prints. */
  log?: Pick<Log, "warn">;
  /** Calls back in a while; returns what calls that off. */
  later?: (callback: () => void) => () => void;
}

/**
 * Calls back whenever a key was written, and once at the beginning. A watch
 * that breaks, or ends by itself, is begun again until the store is closed.
 *
 * @returns Ends the watch.
 */
export function watchKey(
  kv: Pick<Deno.Kv, "watch">,
  key: Deno.KvKey,
  onWrite: () => void,
  { log = processLog, later = inAWhile }: WatchDeps = {},
): () => void {
  let isOver = false;
  let end = () => {};
  async function watch(): Promise<void> {
    const reader = kv.watch([key]).getReader();
    // One that broke a moment ago cannot be ended, and has no need to be.
    end = () => void reader.cancel().catch(() => {});
    while (!(await reader.read()).done) if (!isOver) onWrite();
    if (!isOver) throw new Error("the watch came to an end");
  }
  function begin(): void {
    watch().catch((error) => {
      if (isOver || error instanceof Deno.errors.BadResource) return;
      log.warn("watch broke", { error });
      end = later(begin);
    });
  }
  begin();
  return () => {
    isOver = true;
    end();
  };
}

function inAWhile(callback: () => void): () => void {
  const timer = setTimeout(callback, RETRY_MS);
  return () => clearTimeout(timer);
}
