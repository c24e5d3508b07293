/**
 * What a leg tells of its connection, and how the browser's own events become
 * that.
 *
 * @module
 */

import type { Description } from "@/lib/protocol/description.ts";
import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { MediaKind } from "../media/media.ts";
import type { TalkChannel } from "../talk/channel.ts";

/** How the connection as a whole is doing, as the browser says it. */
export type LegStatus = "connected" | "disconnected" | "failed";

/** How a leg learned that the other side has another connection. */
export interface PeerReplaced {
  /** Which description told so. */
  readonly type: "offer" | "answer";
  /** The description. */
  readonly description: Description;
  /** The other side's candidates that wait for their description. */
  readonly held: readonly RTCIceCandidateInit[];
}

/** What a leg tells its owner. */
export interface LegEvents {
  /** Our offer or answer is ready to be sent. */
  onDescription(kind: "offer" | "answer", description: Description): void;
  /** We found a candidate; an empty one says that it was the last. */
  onCandidate(candidate: RTCIceCandidateInit): void;
  /** The peer's picture and sound. */
  onRemoteStream(stream: MediaStream): void;
  /** One of the peer's tracks fell silent, or came back. */
  onPeerTrack(kind: MediaKind, isOn: boolean): void;
  /** What is said directly gets through; a new connection has a new channel. */
  onChannel(channel: TalkChannel): void;
  /** The connection came, wavered or broke. */
  onStatus(status: LegStatus): void;
  /** A step of the call's funnel was reached. */
  onStep(step: FunnelStep): void;
  /**
   * The other side goes on with another connection, which this one cannot
   * reach: its page was loaded anew. The leg is of no more use.
   */
  onPeerReplaced(replaced: PeerReplaced): void;
}

/** What a report needs besides the connection. */
export interface ReportOptions {
  /** Where it is reported. */
  readonly events: Pick<
    LegEvents,
    "onStatus" | "onStep" | "onPeerTrack" | "onRemoteStream"
  >;
  /** Gathers the peer's tracks. */
  readonly remoteStream: MediaStream;
  /** Aborted when nothing is to be reported any more. */
  readonly signal: AbortSignal;
}

/** Reports how a connection does and what comes over it. */
export function reportOn(
  connection: RTCPeerConnection,
  { events, remoteStream, signal }: ReportOptions,
): void {
  connection.oniceconnectionstatechange = () => {
    if (signal.aborted) return;
    const state = connection.iceConnectionState;
    if (state === "connected" || state === "completed") events.onStep("ice");
  };
  connection.onconnectionstatechange = () => {
    if (signal.aborted) return;
    const state = connection.connectionState;
    if (state === "connected") {
      // Some browsers tell of the whole before the part.
      events.onStep("ice");
      events.onStep("dtls");
      events.onStatus(state);
    }
    if (state === "disconnected" || state === "failed") events.onStatus(state);
  };
  connection.ontrack = ({ track }) => {
    if (signal.aborted) return;
    const tell = (isOn: boolean) => {
      if (!signal.aborted) events.onPeerTrack(track.kind as MediaKind, isOn);
    };
    // A remote track starts muted; the first packet unmutes it.
    track.addEventListener("unmute", () => {
      if (!signal.aborted) events.onStep("first-packet");
    }, { once: true });
    track.addEventListener("unmute", () => tell(true));
    track.addEventListener("mute", () => tell(false));
    remoteStream.addTrack(track);
    events.onRemoteStream(remoteStream);
  };
}
