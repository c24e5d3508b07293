/**
 * Whether the other side's picture moves. Both run in the page, so they can use
 * nothing from outside of themselves.
 *
 * @module
 */

/** Says whether three pictures were seen that differ; to be asked repeatedly. */
export function hasMoved(): boolean {
  const video = document.querySelector<HTMLVideoElement>(
    "[data-testid=remote-video]",
  );
  if (!video || video.videoWidth === 0) return false;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const context = canvas.getContext("2d")!;
  context.drawImage(video, 0, 0, 64, 64);
  const picture = context.getImageData(0, 0, 64, 64).data.join();
  const seen = globalThis as unknown as { seen?: Set<string> };
  seen.seen ??= new Set();
  seen.seen.add(picture);
  return seen.seen.size >= 3;
}

/** Forgets what was seen before. */
export function forgetPictures(): void {
  (globalThis as unknown as { seen?: Set<string> }).seen = new Set();
}
