/**
 * What went through in an interval, by streams of sound and picture.
 *
 * @module
 */

import type { NumberField, PlainStats } from "./report.ts";
import type { LooseStats } from "./rounded.ts";
import { growthOf, ratioOf, type Step, sumOf } from "./steps.ts";

type Kind = "audio" | "video";

/** The streams of an interval, by direction. */
export interface StreamSteps {
  /** What we receive. */
  readonly inbound: readonly Step[];
  /** What we send. */
  readonly outbound: readonly Step[];
}

/** Computes the figures of an interval; what is unknown is `undefined`. */
export function mediaRatesOf({ inbound, outbound }: StreamSteps): LooseStats {
  const [received, sent] = [largestPicture(inbound), largestPicture(outbound)];
  return {
    upAudioBps: bitrateOf(outbound, "audio", "Sent"),
    upVideoBps: bitrateOf(outbound, "video", "Sent"),
    downAudioBps: bitrateOf(inbound, "audio", "Received"),
    downVideoBps: bitrateOf(inbound, "video", "Received"),
    upFps: framesPerSecond(outbound, "framesEncoded"),
    downFps: framesPerSecond(inbound, "framesDecoded"),
    upWidth: sent?.frameWidth,
    upHeight: sent?.frameHeight,
    downWidth: received?.frameWidth,
    downHeight: received?.frameHeight,
    concealedShare: concealedShareOf(inbound),
    cpuLimitedShare: limitedShareOf(outbound, "cpu"),
    bandwidthLimitedShare: limitedShareOf(outbound, "bandwidth"),
  };
}

/**
 * Bits per second over every stream of a kind, with the headers where they are
 * counted; each stream over its own time.
 */
function bitrateOf(
  steps: readonly Step[],
  kind: Kind,
  direction: "Sent" | "Received",
): number | undefined {
  return sumOf(
    ofKind(steps, kind).map((step) => {
      const payload = growthOf(step, `bytes${direction}`);
      if (payload === undefined) return undefined;
      const headers = growthOf(step, `headerBytes${direction}`) ?? 0;
      return (payload + headers) * 8 / step.seconds;
    }),
  );
}

/** Counted, since some browsers round their own figure or leave it out. */
function framesPerSecond(
  steps: readonly Step[],
  counter: NumberField,
): number | undefined {
  return sumOf(
    ofKind(steps, "video").map((step) =>
      ratioOf(growthOf(step, counter), step.seconds) ??
        step.after.framesPerSecond
    ),
  );
}

function largestPicture(steps: readonly Step[]): PlainStats | undefined {
  const area = ({ frameWidth = 0, frameHeight = 0 }: PlainStats) =>
    frameWidth * frameHeight;
  return ofKind(steps, "video").map(({ after }) => after)
    .filter((stats) => area(stats) > 0)
    .sort((a, b) => area(b) - area(a))[0];
}

/**
 * Samples that were made up, without those made up in silence, which nobody
 * hears.
 */
function concealedShareOf(steps: readonly Step[]): number | undefined {
  const audio = ofKind(steps, "audio");
  const concealed = sumOf(audio.map((step) => {
    const all = growthOf(step, "concealedSamples");
    const silent = growthOf(step, "silentConcealedSamples") ?? 0;
    return all === undefined ? undefined : Math.max(0, all - silent);
  }));
  const total = sumOf(
    audio.map((step) => growthOf(step, "totalSamplesReceived")),
  );
  return atMostOne(ratioOf(concealed, total));
}

/**
 * Share of the time in which an encoder was held back, and not the reason of
 * one moment.
 */
function limitedShareOf(
  steps: readonly Step[],
  reason: "cpu" | "bandwidth",
): number | undefined {
  const video = ofKind(steps, "video");
  const limited = sumOf(video.map(({ before, after }) => {
    const from = before.qualityLimitationDurations?.[reason];
    const to = after.qualityLimitationDurations?.[reason];
    if (from === undefined || to === undefined || to < from) return undefined;
    return to - from;
  }));
  const seconds = sumOf(
    video.filter(({ after }) => after.qualityLimitationDurations !== undefined)
      .map((step) => step.seconds),
  );
  return atMostOne(ratioOf(limited, seconds));
}

function ofKind(steps: readonly Step[], kind: Kind): Step[] {
  return steps.filter(({ after }) => after.kind === kind);
}

function atMostOne(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Math.min(1, share);
}
