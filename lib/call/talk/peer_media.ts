/**
 * What the other side has on, as far as we know it.
 *
 * @module
 */

import type { MediaToggles } from "../media/local_media.ts";
import type { MediaKind } from "../media/media.ts";

/** Nothing is turned off, as far as anybody knows. */
export const ALL_ON: MediaToggles = { isMicOn: true, isCameraOn: true };

/** Where the knowledge comes from. */
export interface PeerMedia {
  /** The other side's own word; `null` where it gives none. */
  readonly told: MediaToggles | null;
  /** Whether anything comes, as the browser says of the tracks. */
  readonly seen: MediaToggles;
}

/** Nothing is known yet. */
export const UNKNOWN_MEDIA: PeerMedia = { told: null, seen: ALL_ON };

/** Takes note that a track fell silent or came back. */
export function noteTrack(
  { told, seen }: PeerMedia,
  kind: MediaKind,
  isOn: boolean,
): PeerMedia {
  const toggle = kind === "audio" ? "isMicOn" : "isCameraOn";
  return { told, seen: { ...seen, [toggle]: isOn } };
}

/**
 * Says what to show: their own word, as a track that brings nothing may be one
 * whose path is broken. Where they say nothing it is the best there is.
 */
export function peerMediaOf({ told, seen }: PeerMedia): MediaToggles {
  return told ?? seen;
}
