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

const AUDIO: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
};
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
};

/** What a track carries. */
export type MediaKind = "audio" | "video";

/** Which devices a visitor wants. */
export interface DeviceChoice {
  /** The camera; empty for the one that looks the way of `facing`. */
  readonly cameraId: string;
  /** The microphone; empty for the browser's choice. */
  readonly microphoneId: string;
  /** Which camera of a phone: that of its front, or of its back. */
  readonly facing: "user" | "environment";
}

/** The devices of somebody who chose none. */
export const ANY_DEVICE: DeviceChoice = {
  cameraId: "",
  microphoneId: "",
  facing: "user",
};

function constraintsOf(
  { cameraId, microphoneId, facing }: DeviceChoice,
  kind?: MediaKind,
): MediaStreamConstraints {
  const camera = cameraId
    ? { deviceId: { exact: cameraId } }
    : { facingMode: facing };
  const microphone = microphoneId ? { deviceId: { exact: microphoneId } } : {};
  return {
    ...(kind !== "video" && { audio: { ...AUDIO, ...microphone } }),
    ...(kind !== "audio" && { video: { ...VIDEO, ...camera } }),
  };
}

/**
 * What is asked of the devices: enough for a face on a phone or a window on a
 * desktop, and no more than an ordinary uplink carries.
 */
export const MEDIA_CONSTRAINTS: MediaStreamConstraints = constraintsOf(
  ANY_DEVICE,
);

/**
 * Opens camera and microphone.
 *
 * @param devices The page's media devices; absent where the page is insecure.
 * @param options `choice`: which devices; `kind`: only these, both by default.
 * @throws {MediaError} Always with one of the known reasons.
 */
export async function openMedia(
  devices: Pick<MediaDevices, "getUserMedia"> | undefined,
  { choice = ANY_DEVICE, kind }: {
    choice?: DeviceChoice;
    kind?: MediaKind | undefined;
  } = {},
): Promise<MediaStream> {
  if (!devices) throw new MediaError("insecure");
  try {
    const stream = await devices.getUserMedia(constraintsOf(choice, kind));
    for (const track of stream.getTracks()) {
      // What encoders may take it for, and so how they give way.
      track.contentHint = track.kind === "audio" ? "speech" : "motion";
    }
    return stream;
  } catch (error) {
    const reason = reasonOfMediaError(error);
    const isChosen = choice.cameraId !== "" || choice.microphoneId !== "";
    if (reason === "no-device" && isChosen) {
      // What was chosen once and is unplugged by now keeps nobody from talking.
      return await openMedia(devices, {
        kind,
        choice: { ...choice, cameraId: "", microphoneId: "" },
      });
    }
    throw new MediaError(reason, error);
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
