/**
 * Watching one key for writes of other processes.
 *
 * @module
 */

import { log } from "@/lib/log.ts";

/** How long to wait before a watch that broke is begun again, milliseconds. */
const RETRY_MS = 1_000;

/**
 * Calls back whenever a key was written, and once at the beginning. A watch
 * that breaks is begun again.
 *
 * @returns Ends the watch.
 */
export function watchKey(
  kv: Pick<Deno.Kv, "watch">,
  key: Deno.KvKey,
  onWrite: () => void,
): () => void {
  let isOver = false;
  let end: () => void;
  async function watch(): Promise<void> {
    const reader = kv.watch([key]).getReader();
    end = () => void reader.cancel();
    while (!(await reader.read()).done) if (!isOver) onWrite();
  }
  function begin(): void {
    watch().catch((error) => {
      if (isOver) return;
      log.warn("watch broke", { error });
      const timer = setTimeout(begin, RETRY_MS);
      end = () => clearTimeout(timer);
    });
  }
  begin();
  return () => {
    isOver = true;
    end();
  };
}
