/**
 * What a visit needs from the world around it.
 *
 * @module
 */

import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { SignalingClient } from "./signaling/rest_client.ts";
import type { Signal, SignalSource } from "./signaling/signals.ts";
import type { Timers } from "./timers.ts";
import type { CallView } from "./view.ts";

/** The marks a visit leaves in the page's performance time line. */
export type CallMark = "call:start" | "call:matched" | "call:first-frame";

/** What a visit needs from outside. */
export interface SessionDeps {
  /** The HTTP contract. */
  readonly client: SignalingClient;
  /** Opens camera and microphone; rejects with a `MediaError`. */
  readonly openMedia: () => Promise<MediaStream>;
  /** Makes a connection for these servers. */
  readonly createConnection: (iceServers: RTCIceServer[]) => RTCPeerConnection;
  /** Makes the source of signals. */
  readonly createSource: (emit: (signal: Signal) => void) => SignalSource;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Leaves a mark in the performance time line. */
  readonly mark: (name: CallMark) => void;
  /** Told of every change worth showing. */
  readonly onChange: (view: CallView) => void;
  /** Told of every step of a call, for the figures. */
  readonly onMilestone?: (step: FunnelStep, atMs: number) => void;
}
