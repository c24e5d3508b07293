/**
 * Waits that have an end.
 *
 * @module
 */

/**
 * Waits for a promise, but not for long. What it stands for goes on.
 *
 * @param ms Longest wait, milliseconds.
 * @returns What it came to; `undefined` when the time was up before.
 * @throws Whatever it was rejected with in time; a later rejection is dropped.
 */
export async function within<T>(
  promise: Promise<T>,
  ms: number,
): Promise<T | undefined> {
  const { promise: timeUp, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([promise, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
