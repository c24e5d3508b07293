/**
 * What the metrics of calls say about the conditions that are watched.
 *
 * @module
 */

import type { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import { percentOf } from "@/lib/monitoring/calls/summary.ts";
import type { Reading } from "./rule.ts";
import { ALERT_KINDS } from "./rules.ts";
import type { AlertSettings } from "./settings.ts";

/** How far back calls are looked at, milliseconds. */
export const RTC_WINDOW_MS = 15 * 60_000;

const ALL = "all";

/** Measures every condition of recent calls. */
export function rtcReadings(
  aggregate: RtcAggregate,
  { minCallCount }: AlertSettings,
): Reading[] {
  const ice = aggregate.share("ice");
  const relay = aggregate.share("relay");
  const setup = aggregate.sketch("setupMs");
  const ifEnough = (count: number, value: number | undefined) =>
    count >= minCallCount ? value : undefined;
  return [
    {
      kind: ALERT_KINDS.iceSuccess,
      subject: ALL,
      value: ifEnough(ice.knownCount, percentOf(ice)),
    },
    {
      kind: ALERT_KINDS.firstMedia,
      subject: ALL,
      value: ifEnough(setup.count, setup.quantile(0.95)),
    },
    {
      kind: ALERT_KINDS.relayShare,
      subject: ALL,
      value: ifEnough(relay.knownCount, percentOf(relay)),
    },
  ];
}

/**
 * Measures how many of the calls under way are poor.
 *
 * @param calls How many there are, and how many have an open alert for that.
 */
export function poorCallsReading(
  { callCount, poorCount }: { callCount: number; poorCount: number },
  { minCallCount }: AlertSettings,
): Reading {
  const isEnough = callCount >= minCallCount;
  return {
    kind: ALERT_KINDS.poorCalls,
    subject: ALL,
    value: isEnough ? Math.min(100, 100 * poorCount / callCount) : undefined,
  };
}
