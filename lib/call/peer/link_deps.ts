/**
 * What a link to the other side is given, and what it tells.
 *
 * @module
 */

import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { FailureReason } from "@/lib/protocol/reasons.ts";
import type { MediaKind } from "../media/media.ts";
import type { Funnel } from "../report/funnel.ts";
import type { SendingDeps } from "../sending/sending_control.ts";
import type { SignalingClient } from "../signaling/rest_client.ts";
import type { Signal } from "../signaling/signals.ts";
import type { TalkChannel } from "../talk/channel.ts";
import type { Timers } from "../timers.ts";
import type { LegsOptions } from "./legs.ts";
import type { Trouble } from "./path_health.ts";

/** What becomes of a link, as the state machine takes it. */
export type LinkEvent =
  | { readonly type: "connected" }
  | { readonly type: "trouble"; readonly trouble: Trouble | null }
  | { readonly type: "failed"; readonly reason: FailureReason };

/** What a link needs from outside. */
export interface PeerLinkDeps
  extends
    Pick<LegsOptions, "createConnection" | "createStream">,
    Pick<SendingDeps, "isSavingData"> {
  /** Knows the ICE servers, and takes what we say to the other side. */
  readonly client: SignalingClient;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Tells how far the call has come. */
  readonly funnel: () => Funnel;
  /** Told when the connection came, wavered, broke or did not come about. */
  readonly onEvent: (event: LinkEvent) => void;
  /** Told of what the server or the browser refused. */
  readonly onError: (error: unknown) => void;
  /** Told of every step of the funnel. */
  readonly onStep: (step: FunnelStep) => void;
  /** Told of the number of every negotiation. */
  readonly onGen: (gen: number) => void;
  /** Told of an offer that is ready for the next call. */
  readonly onOffer: (sdp: string) => void;
  /** Told when what is said directly gets through, anew after a reload. */
  readonly onChannel: (channel: TalkChannel) => void;
  /** Told when one of the peer's tracks falls silent, and when it is back. */
  readonly onPeerTrack: (kind: MediaKind, isOn: boolean) => void;
  /** Told of the peer's picture and sound. */
  readonly onRemoteStream: (stream: MediaStream) => void;
}

/** The signals that are meant for the connection itself. */
export type PeerSignal = Extract<
  Signal,
  { type: "offer" | "answer" | "ice" | "restart" | "peer-state" }
>;
