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

/**
 * Passes a body on, chunk by chunk as it is asked for, and watches it. Nothing
 * is read ahead, so what is counted is what was taken.
 */
export function countedBody(
  body: ReadableStream<Uint8Array>,
  { onBytes, onEnd }: BodyWatcher,
): ReadableStream<Uint8Array> {
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
