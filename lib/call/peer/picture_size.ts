/**
 * How large a picture is sent at first; `lib/call/sending` decides what follows.
 *
 * A browser begins with a guess of 300 kbit/s and drops the first frames that
 * it deems too large for that: measured in Chromium 141 in November 2026, a
 * camera of 1280 x 720 is first seen 140 ms later than one of 640 x 360.
 *
 * @module
 */

/** Width and height are first divided by this. */
const FIRST_DIVISOR = 2;

/** What a new video transceiver sends at first. */
export const SMALL_ENCODINGS: RTCRtpEncodingParameters[] = [
  { scaleResolutionDownBy: FIRST_DIVISOR },
];

/** Sends small pictures for now, through whatever was negotiated. */
export function sendSmallPictures(connection: RTCPeerConnection): void {
  for (const { sender, receiver } of connection.getTransceivers()) {
    if (receiver.track.kind !== "video") continue;
    const parameters = sender.getParameters();
    // Old browsers have no encodings here: they send what they see fit.
    for (const encoding of parameters.encodings ?? []) {
      encoding.scaleResolutionDownBy = FIRST_DIVISOR;
    }
    // It fails only once the connection is closed: then nothing is sent.
    sender.setParameters(parameters).catch(() => {});
  }
}
