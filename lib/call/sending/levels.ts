/**
 * How good a picture we send: steps from whole to just recognizable.
 *
 * @module
 */

/** One step. */
export interface SendingLevel {
  /** Shorter side of the picture, pixels. */
  readonly shortSidePx: number;
  /** Pictures each second, at most. */
  readonly maxFps: number;
  /** What the encoder may use, bits per second. */
  readonly maxBps: number;
  /** What it needs to look well, bits per second. */
  readonly neededBps: number;
}

/**
 * The steps, best first. Each costs about half of the one before, and what it
 * needs is little above what the one below may use: a browser that sends less
 * than it could does not learn how much more there is.
 *
 * Figures: some 0.07 bits for each pixel, twice that for the small pictures, as
 * VP8 and H.264 in real time need; a choice of ours, not a measurement.
 */
export const SENDING_LEVELS: readonly SendingLevel[] = [
  { shortSidePx: 720, maxFps: 30, maxBps: 2_500_000, neededBps: 1_500_000 },
  { shortSidePx: 480, maxFps: 30, maxBps: 1_200_000, neededBps: 800_000 },
  { shortSidePx: 360, maxFps: 30, maxBps: 600_000, neededBps: 400_000 },
  { shortSidePx: 240, maxFps: 20, maxBps: 300_000, neededBps: 200_000 },
  { shortSidePx: 180, maxFps: 15, maxBps: 150_000, neededBps: 0 },
];

/** Number of the last step. */
export const LOWEST_LEVEL: number = SENDING_LEVELS.length - 1;

/** The step that a call begins with. */
export const FIRST_LEVEL = 3;

/** The best step of one who asked their browser to save data. */
export const SAVING_LEVEL = 2;

/** What an encoder is told. */
export interface EncoderLimits {
  /** Width and height are divided by this, 1 or more. */
  readonly scaleResolutionDownBy: number;
  /** Pictures each second. */
  readonly maxFramerate: number;
  /** Bits per second. */
  readonly maxBitrate: number;
}

/**
 * Says what an encoder is told for a step.
 *
 * @param level Number of the step.
 * @param camera Size of the camera's own picture, pixels, as far as it is known.
 */
export function limitsOf(
  level: number,
  { width, height }: { readonly width?: number; readonly height?: number },
): EncoderLimits {
  const { shortSidePx, maxFps, maxBps } = SENDING_LEVELS[level]!;
  const cameraPx = Math.min(
    width ?? SENDING_LEVELS[0]!.shortSidePx,
    height ?? SENDING_LEVELS[0]!.shortSidePx,
  );
  return {
    scaleResolutionDownBy: Math.max(1, cameraPx / shortSidePx),
    maxFramerate: maxFps,
    maxBitrate: maxBps,
  };
}
