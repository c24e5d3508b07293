/**
 * How large a picture is sent at first; `lib/call/sending` decides what follows.
 *
 * A browser begins with a guess of 300 kbit/s, spreads the first picture over
 * the time that this takes, and drops the first ones that it deems too large.
 * Measured in one page with a camera of 1280 x 720 and a picture full of detail
 * (Chromium, 21 November 2026, median of 7): the first frame is there after
 * 260 ms when it is sent whole, 132 ms at half its width and height, 109 ms at a
 * third.
 *
 * @module
 */

import { FIRST_LEVEL, limitsOf } from "../sending/levels.ts";

/** What a camera's encoder is told at first; `undefined` while there is none. */
export function firstEncoding(
  camera: Pick<MediaStreamTrack, "getSettings"> | undefined,
): Pick<RTCRtpEncodingParameters, "scaleResolutionDownBy"> {
  const { scaleResolutionDownBy } = limitsOf(
    FIRST_LEVEL,
    camera?.getSettings() ?? {},
  );
  return { scaleResolutionDownBy };
}

/** Sends small pictures of this camera for now, through this sender. */
export function sendSmallPictures(
  sender: RTCRtpSender,
  camera: MediaStreamTrack | undefined,
): void {
  const parameters = sender.getParameters();
  // Old browsers have no encodings here: they send what they see fit.
  for (const encoding of parameters.encodings ?? []) {
    Object.assign(encoding, firstEncoding(camera));
  }
  // It fails only once the connection is closed: then nothing is sent.
  sender.setParameters(parameters).catch(() => {});
}
