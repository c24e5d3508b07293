/**
 * What is seen of a visit: by the page, and by those who report on its calls.
 *
 * @module
 */

import { type CallState, INITIAL_STATE } from "./machine.ts";
import type { MediaToggles } from "./media/local_media.ts";
import type { MediaKind } from "./media/media.ts";
import { type Funnel, startFunnel } from "./report/funnel.ts";
import { type Conversation, NO_CONVERSATION } from "./talk/conversation.ts";
import type { WayBackState } from "./way_back.ts";
import { ALL_ON } from "./talk/peer_media.ts";

/** A visit as it is seen. */
export interface CallView extends MediaToggles {
  /** Where the visit is. */
  readonly state: CallState;
  /** How far the current or last search came. */
  readonly funnel: Funnel;
  /** Whether only somebody waits who fits but whom the visitor just met. */
  readonly isNobodyElseHere: boolean;
  /** Whether there is a way back to the partner before. */
  readonly wayBack: WayBackState;
  /** Number of the call's newest negotiation; each restart of ICE is one. */
  readonly gen: number;
  /** The visitor's own picture and sound, while the camera is on. */
  readonly localStream: MediaStream | null;
  /** What of it is missing: there is no device, or it went. */
  readonly missing: readonly MediaKind[];
  /** The other side's, while there is one. */
  readonly remoteStream: MediaStream | null;
  /** Whether the first remote frame is on the screen. */
  readonly hasRemoteFrame: boolean;
  /** What the other side has on. */
  readonly peerMedia: MediaToggles;
  /** What the two wrote to each other. */
  readonly conversation: Conversation;
}

/** A visit that has not begun. */
export const INITIAL_VIEW: CallView = {
  state: INITIAL_STATE,
  funnel: startFunnel(0),
  isNobodyElseHere: false,
  wayBack: "none",
  gen: 0,
  localStream: null,
  missing: [],
  remoteStream: null,
  hasRemoteFrame: false,
  peerMedia: ALL_ON,
  conversation: NO_CONVERSATION,
  ...ALL_ON,
};

/** Tells what of the visitor is seen and heard: it is there, and it is on. */
export function sentMedia(
  { missing, isMicOn, isCameraOn }: CallView,
): MediaToggles {
  return {
    isMicOn: isMicOn && !missing.includes("audio"),
    isCameraOn: isCameraOn && !missing.includes("video"),
  };
}

/** Whose picture the stage shows; none before the camera is on. */
export type Backdrop = "none" | "own" | "remote";

/**
 * Tells whose picture has the stage: one's own until the other side's is there,
 * or it is known that none will come.
 */
export function backdropOf(
  { state, localStream, hasRemoteFrame, peerMedia }: CallView,
): Backdrop {
  const isThere = hasRemoteFrame || !peerMedia.isCameraOn;
  if (state.name === "live" && isThere) return "remote";
  return localStream === null ? "none" : "own";
}
