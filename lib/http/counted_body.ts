/**
 * Follows a response's body to its end.
 *
 * @module
 */

/** Who is told what happens to a body. */
export interface BodyWatcher {
  /** Bytes went out. */
  onBytes(bytes: number): void;
  /** The body ended, exactly once; `isAborted` when before its last byte. */
  onEnd(isAborted: boolean): void;
}

/** How to watch the bodies that tell by themselves what is taken of them. */
const tellers = new WeakMap<
  ReadableStream<Uint8Array>,
  (watcher: BodyWatcher) => void
>();

/**
 * Lets a body be watched as it is, without a second stream around it, which
 * would cost each chunk several promises.
 *
 * @param watch Takes the one who is to be told, before anything is taken.
 */
export function tellWatcher(
  body: ReadableStream<Uint8Array>,
  watch: (watcher: BodyWatcher) => void,
): void {
  tellers.set(body, watch);
}

/**
 * Passes a body on, chunk by chunk as it is asked for, and watches it. Nothing
 * is read ahead, so what is counted is what was taken.
 *
 * @returns The body itself when it tells by itself: see {@link tellWatcher}.
 */
export function countedBody(
  body: ReadableStream<Uint8Array>,
  watcher: BodyWatcher,
): ReadableStream<Uint8Array> {
  const watch = tellers.get(body);
  if (watch !== undefined) {
    watch(watcher);
    return body;
  }
  const { onBytes, onEnd } = watcher;
  const reader = body.getReader();
  let hasEnded = false;
  function end(isAborted: boolean): void {
    if (hasEnded) return;
    hasEnded = true;
    onEnd(isAborted);
  }
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        // cancel() made this read return, and has reported the end already.
        if (hasEnded) return;
        if (done) {
          end(false);
          controller.close();
        } else {
          onBytes(value.byteLength);
          controller.enqueue(value);
        }
      } catch (error) {
        end(true);
        controller.error(error);
      }
    },
    cancel(reason) {
      end(true);
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
