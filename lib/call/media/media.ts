/**
 * Camera and microphone: how they are asked for, and in which of a few plain
 * ways that fails.
 *
 * @module
 */

import type { MediaErrorReason } from "@/lib/protocol/reasons.ts";

/** A refusal of camera and microphone, with its reason. */
export class MediaError extends Error {
  /** Names the error for `instanceof`-free logs. */
  override readonly name = "MediaError";
  /** Why there is no picture. */
  readonly reason: MediaErrorReason;

  /** Wraps what the browser threw. */
  constructor(reason: MediaErrorReason, cause?: unknown) {
    super(`Cannot open camera and microphone: ${reason}`, { cause });
    this.reason = reason;
  }
}

/**
 * What is asked of the devices: enough for a face on a phone or a window on a
 * desktop, and no more than an ordinary uplink carries.
 */
export const MEDIA_CONSTRAINTS: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true },
  video: {
    facingMode: "user",
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
  },
};

/**
 * Opens camera and microphone.
 *
 * @param devices The page's media devices; absent where the page is insecure.
 * @throws {MediaError} Always with one of the known reasons.
 */
export async function openMedia(
  devices: Pick<MediaDevices, "getUserMedia"> | undefined,
): Promise<MediaStream> {
  if (!devices) throw new MediaError("insecure");
  try {
    return await devices.getUserMedia(MEDIA_CONSTRAINTS);
  } catch (error) {
    throw new MediaError(reasonOfMediaError(error), error);
  }
}

/**
 * Sorts what `getUserMedia` throws. Names differ between browsers and their
 * versions; unknown ones stay `unknown` rather than being guessed.
 */
export function reasonOfMediaError(error: unknown): MediaErrorReason {
  if (error instanceof MediaError) return error.reason;
  const name = error instanceof Error ? error.name : "";
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return "denied";
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return "no-device";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "in-use";
    case "SecurityError":
    case "TypeError":
      return "insecure";
    default:
      return "unknown";
  }
}
