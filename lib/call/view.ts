/**
 * What the page shows of a visit.
 *
 * @module
 */

import type { MediaToggles } from "./media/local_media.ts";
import { type CallState, INITIAL_STATE } from "./machine.ts";

/** A visit as it is seen. */
export interface CallView extends MediaToggles {
  /** Where the visit is. */
  readonly state: CallState;
  /** The visitor's own picture and sound, while the camera is on. */
  readonly localStream: MediaStream | null;
  /** The other side's, while there is one. */
  readonly remoteStream: MediaStream | null;
  /** Whether the first remote frame is on the screen. */
  readonly hasRemoteFrame: boolean;
}

/** A visit that has not begun. */
export const INITIAL_VIEW: CallView = {
  state: INITIAL_STATE,
  localStream: null,
  remoteStream: null,
  hasRemoteFrame: false,
  isMicOn: true,
  isCameraOn: true,
};
