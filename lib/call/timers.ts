/**
 * Time as the call logic sees it, and the timers that give it: the page's own,
 * or a worker's, which browsers do not slow down in a hidden tab. A visitor
 * who waits in a background tab would otherwise be asked for once a minute and
 * lose the place in the queue.
 *
 * @module
 */

/** A clock and an alarm; injected, so tests turn the hands themselves. */
export interface Timers {
  /** Current time, Unix milliseconds. */
  nowMs(): number;
  /**
   * Calls back once.
   *
   * @param delayMs Milliseconds from now.
   * @param callback What to call.
   * @returns Cancels the alarm.
   */
  after(delayMs: number, callback: () => void): () => void;
}

/** What the page asks of the ticker worker. */
export type TickerRequest =
  | { readonly type: "set"; readonly id: number; readonly delayMs: number }
  | { readonly type: "cancel"; readonly id: number };

/** What the ticker worker answers: the alarm with this number is due. */
export interface TickerTick {
  /** Number given with `set`. */
  readonly id: number;
}

/** The part of a `Worker` that timers need. */
export interface TickerPort {
  /** Sends a request to the worker. */
  postMessage(request: TickerRequest): void;
  /** Listens for ticks, or for the worker's failure. */
  addEventListener(
    type: "message" | "error",
    listener: (event: { data?: TickerTick }) => void,
  ): void;
}

/** Timers of the page itself; the fallback where workers do not run. */
export function pageTimers(): Timers {
  return {
    nowMs: () => Date.now(),
    after(delayMs, callback) {
      const id = setTimeout(callback, delayMs);
      return () => clearTimeout(id);
    },
  };
}

/**
 * Timers kept by a worker.
 *
 * When the worker fails, every pending alarm moves to `fallback` with its full
 * delay and later ones go there at once: late is better than never.
 *
 * @param port The ticker worker.
 * @param fallback Timers for the time after its failure.
 */
export function workerTimers(port: TickerPort, fallback: Timers): Timers {
  const pending = new Map<number, { delayMs: number; callback: () => void }>();
  let hasFailed = false;
  let lastId = 0;

  port.addEventListener("message", ({ data }) => {
    if (!data) return;
    const alarm = pending.get(data.id);
    pending.delete(data.id);
    alarm?.callback();
  });
  port.addEventListener("error", () => {
    hasFailed = true;
    for (const [id, { delayMs }] of pending) {
      fallback.after(delayMs, () => {
        const alarm = pending.get(id);
        pending.delete(id);
        alarm?.callback();
      });
    }
  });

  return {
    nowMs: () => fallback.nowMs(),
    after(delayMs, callback) {
      if (hasFailed) return fallback.after(delayMs, callback);
      const id = ++lastId;
      pending.set(id, { delayMs, callback });
      port.postMessage({ type: "set", id, delayMs });
      return () => {
        if (pending.delete(id)) port.postMessage({ type: "cancel", id });
      };
    },
  };
}

/**
 * Resolves after a while.
 *
 * @param timers Whose clock to use.
 * @param delayMs How long, milliseconds.
 * @param signal Ends the wait early; the promise then rejects with its reason.
 */
export function sleep(
  timers: Timers,
  delayMs: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = timers.after(delayMs, () => {
      signal?.removeEventListener("abort", abort);
      resolve();
    });
    signal?.addEventListener("abort", abort, { once: true });
  });
}
