/**
 * Camera and microphone for those who have only one of them, or allow only one.
 *
 * @module
 */

import type { OpenMedia } from "./local_media.ts";
import { type MediaKind, reasonOfMediaError } from "./media.ts";

/** What a visitor sends when all is there. */
export const MEDIA_KINDS: readonly MediaKind[] = ["video", "audio"];

/**
 * Opens both, or what can be had of them: a request for both fails when either
 * is missing, blocked or busy.
 *
 * @param open Opens both, or those of one kind.
 * @throws Why both were not to be had, when neither is.
 */
export async function openWhatThereIs(open: OpenMedia): Promise<MediaStream> {
  try {
    return await open();
  } catch (error) {
    if (reasonOfMediaError(error) === "insecure") throw error;
    let stream: MediaStream | null = null;
    for (const kind of MEDIA_KINDS) {
      // What is told is why both failed, not why one did.
      const opened = await open(kind).catch(() => null);
      if (stream === null) stream = opened;
      else opened?.getTracks().forEach((track) => stream?.addTrack(track));
    }
    if (stream === null) throw error;
    return stream;
  }
}

/** Tells what is not sent because there is no device for it. */
export function missingKinds(stream: MediaStream | null): MediaKind[] {
  if (stream === null) return [];
  const kinds = stream.getTracks().map(({ kind }) => kind);
  return MEDIA_KINDS.filter((kind) => !kinds.includes(kind));
}
