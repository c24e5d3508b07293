/**
 * Tells the encoder of a running call how good a picture to send.
 *
 * @module
 */

import type { Timers } from "../timers.ts";
import {
  type EncoderLimits,
  FIRST_LEVEL,
  limitsOf,
  SAVING_LEVEL,
} from "./levels.ts";
import {
  followSending,
  type SendingPlan,
  startSending,
} from "./sending_plan.ts";
import { readSending } from "./sending_reading.ts";

/** What controlling needs. */
export interface SendingDeps {
  /** Clock. */
  readonly timers: Pick<Timers, "nowMs">;
  /** Tells whether the visitor asked their browser to save data. */
  readonly isSavingData: () => boolean;
}

/** Follows one call after another. */
export class SendingControl {
  readonly #deps: SendingDeps;
  #connection: RTCPeerConnection | null = null;
  #plan: SendingPlan | null = null;

  /** Makes one without a call. */
  constructor(deps: SendingDeps) {
    this.#deps = deps;
  }

  /**
   * Takes over the encoder of a connection that has just come about; a call's
   * next connection goes on where it was.
   */
  begin(connection: RTCPeerConnection): void {
    this.#connection = connection;
    this.#plan ??= startSending(this.#bestLevel, this.#deps.timers.nowMs());
    this.#apply(this.#plan);
  }

  /** Takes note of a statistics report, each second or so. */
  note(report: ReadonlyMap<string, unknown>): void {
    if (this.#plan === null) return;
    this.#plan = followSending(this.#plan, readSending(report), {
      bestLevel: this.#bestLevel,
      nowMs: this.#deps.timers.nowMs(),
    });
    this.#apply(this.#plan);
  }

  /** The call is over. */
  end(): void {
    this.#connection = null;
    this.#plan = null;
  }

  get #bestLevel(): number {
    return this.#deps.isSavingData() ? SAVING_LEVEL : 0;
  }

  /** Also what another camera needs that was picked meanwhile. */
  #apply({ level, openedAtMs }: SendingPlan): void {
    // A first small picture is what was negotiated. Without a limit of its
    // bitrate the browser finds out sooner what the network takes.
    if (openedAtMs !== null && level === FIRST_LEVEL) return;
    for (const transceiver of this.#connection?.getTransceivers() ?? []) {
      const { sender, receiver: { track } } = transceiver;
      if (track.kind !== "video") continue;
      limitEncoder(sender, limitsOf(level, sender.track?.getSettings() ?? {}));
    }
  }
}

function limitEncoder(sender: RTCRtpSender, limits: EncoderLimits): void {
  const parameters = sender.getParameters();
  // Old browsers have no encodings here: they send what they see fit.
  const [encoding] = parameters.encodings ?? [];
  if (encoding === undefined || isLimitedTo(encoding, limits)) return;
  Object.assign(encoding, limits);
  // Faces that move say more than faces that are sharp.
  parameters.degradationPreference = "maintain-framerate";
  // It fails only once the connection is closed: then nothing is sent.
  sender.setParameters(parameters).catch(() => {});
}

function isLimitedTo(
  encoding: RTCRtpEncodingParameters,
  { scaleResolutionDownBy, maxFramerate, maxBitrate }: EncoderLimits,
): boolean {
  return encoding.scaleResolutionDownBy === scaleResolutionDownBy &&
    encoding.maxFramerate === maxFramerate &&
    encoding.maxBitrate === maxBitrate;
}
