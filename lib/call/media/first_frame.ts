/**
 * Tells when a video element shows its first frame.
 *
 * @module
 */

/** The part of a video element that is needed. */
export interface FrameSource {
  /** Calls back when the next frame is presented; missing in old browsers. */
  requestVideoFrameCallback?: (callback: () => void) => number;
  /** Listens for media events. */
  addEventListener(
    type: "loadeddata",
    listener: () => void,
    options: { once: boolean; signal: AbortSignal },
  ): void;
}

/**
 * Calls back once, at the first frame of what the element plays from now on.
 *
 * Frames are presented only in a visible page, so that a hidden one, like an
 * old browser, counts the first frame that is there to be shown.
 *
 * @param video Element whose source was just set.
 * @param onFrame What to call.
 * @param isHidden Whether the page is in the background.
 * @returns Ends the watch.
 */
export function watchFirstFrame(
  video: FrameSource,
  onFrame: () => void,
  isHidden: () => boolean,
): () => void {
  const watch = new AbortController();
  const finish = () => {
    if (watch.signal.aborted) return;
    watch.abort();
    onFrame();
  };
  video.requestVideoFrameCallback?.(finish);
  video.addEventListener("loadeddata", () => {
    if (!video.requestVideoFrameCallback || isHidden()) finish();
  }, { once: true, signal: watch.signal });
  return () => watch.abort();
}
