/**
 * What has added up since a call began, over all of its connections.
 *
 * @module
 */

import type { NumberField, PlainReport, PlainStats } from "./report.ts";
import { trafficOf } from "./traffic.ts";

/** Sums of a call; what a browser does not count is missing. */
export interface Totals {
  /** Sent, bytes. */
  readonly bytesUp?: number;
  /** Received, bytes. */
  readonly bytesDown?: number;
  /** Over our own relay, both ways, bytes. */
  readonly relayedBytes?: number;
  /** Times that a received picture froze. */
  readonly freezeCount?: number;
  /** How long it was frozen, milliseconds. */
  readonly freezeMs?: number;
}

/**
 * Adds what a report has more than the one before.
 *
 * @param last The report before; empty for the first one of a connection,
 * whose counters all began in this call.
 * @param isHidden Whether nobody looks: pictures stand still then, and that is
 * no freeze.
 */
export function addTotals(
  totals: Totals,
  last: PlainReport,
  report: PlainReport,
  isHidden: boolean,
): Totals {
  const [before, now] = [trafficOf(last), trafficOf(report)];
  const inbound = (field: NumberField) =>
    isHidden ? undefined : grownBy(
      last,
      report.filter(({ type }) => type === "inbound-rtp"),
      (stats) => stats[field],
    );
  const seconds = inbound("totalFreezesDuration");
  const sums = {
    bytesUp: plus(totals.bytesUp, grown(before?.sentBytes, now?.sentBytes)),
    bytesDown: plus(
      totals.bytesDown,
      grown(before?.receivedBytes, now?.receivedBytes),
    ),
    relayedBytes: plus(totals.relayedBytes, relayedBy(last, report)),
    freezeCount: plus(totals.freezeCount, inbound("freezeCount")),
    freezeMs: plus(totals.freezeMs, seconds && seconds * 1_000),
  };
  return known(sums);
}

/** Every pair that begins at a relay of ours counts, selected or not. */
function relayedBy(
  last: PlainReport,
  report: PlainReport,
): number | undefined {
  const locals = report.filter(({ type }) => type === "local-candidate");
  const relays = locals.filter(({ candidateType }) => candidateType === "relay")
    .map(({ id }) => id);
  const pairs = report.filter(({ type }) => type === "candidate-pair");
  if (locals.length === 0 || pairs.length === 0) return undefined;
  const relayed = pairs.filter(({ localCandidateId }) =>
    localCandidateId !== undefined && relays.includes(localCandidateId)
  );
  return grownBy(last, relayed, bytesOf) ?? 0;
}

function bytesOf(
  { bytesSent, bytesReceived }: PlainStats,
): number | undefined {
  if (bytesSent === undefined || bytesReceived === undefined) return undefined;
  return bytesSent + bytesReceived;
}

function grownBy(
  last: PlainReport,
  report: PlainReport,
  read: (stats: PlainStats) => number | undefined,
): number | undefined {
  return report.reduce<number | undefined>((sum, stats) => {
    const before = last.find(({ id }) => id === stats.id);
    return plus(sum, grown(before && read(before), read(stats)));
  }, undefined);
}

/** A counter that is new, or was set back, began at 0. */
function grown(
  from: number | undefined,
  to: number | undefined,
): number | undefined {
  if (to === undefined) return undefined;
  return from === undefined || to < from ? to : to - from;
}

function plus(
  sum: number | undefined,
  more: number | undefined,
): number | undefined {
  return more === undefined ? sum : (sum ?? 0) + more;
}

/** Leaves out what is unknown. */
function known(sums: Readonly<Record<string, number | undefined>>): Totals {
  return Object.fromEntries(
    Object.entries(sums).filter(([, value]) => value !== undefined),
  );
}
