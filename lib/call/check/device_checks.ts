/**
 * The checks of camera and microphone.
 *
 * @module
 */

import type { CheckProblem } from "@/lib/protocol/check_reasons.ts";
import type { MediaErrorReason } from "@/lib/protocol/reasons.ts";
import { MEDIA_CONSTRAINTS, reasonOfMediaError } from "../media/media.ts";
import type { CheckDeps } from "./check_deps.ts";

/** A device that is checked. */
export type DeviceKind = "camera" | "microphone";

/** What opening one device came to. */
export type DeviceOutcome =
  | { readonly stream: MediaStream }
  | { readonly problem: CheckProblem };

/** How each device is asked for. */
const ASKED: Readonly<Record<DeviceKind, MediaStreamConstraints>> = {
  camera: { video: MEDIA_CONSTRAINTS.video! },
  microphone: { audio: MEDIA_CONSTRAINTS.audio! },
};

/**
 * Opens both devices: with one question where that succeeds, else one by one,
 * so that each tells what is wrong with it.
 */
export async function openDevices(
  { openMedia }: Pick<CheckDeps, "openMedia">,
): Promise<Record<DeviceKind, DeviceOutcome>> {
  try {
    const stream = await openMedia(MEDIA_CONSTRAINTS);
    return { camera: { stream }, microphone: { stream } };
  } catch {
    // Which one it was is not said.
  }
  const camera = await openOne("camera", openMedia);
  return { camera, microphone: await openOne("microphone", openMedia) };
}

async function openOne(
  kind: DeviceKind,
  openMedia: CheckDeps["openMedia"],
): Promise<DeviceOutcome> {
  try {
    return { stream: await openMedia(ASKED[kind]) };
  } catch (error) {
    return { problem: problemOf(kind, reasonOfMediaError(error)) };
  }
}

/** Names the problem of one device. */
export function problemOf(
  kind: DeviceKind,
  reason: MediaErrorReason,
): CheckProblem {
  switch (reason) {
    case "insecure":
      return "insecure";
    case "no-device":
      return `${kind}-missing`;
    case "in-use":
      return `${kind}-busy`;
    default:
      return `${kind}-${reason}`;
  }
}
