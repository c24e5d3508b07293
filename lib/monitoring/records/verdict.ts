/**
 * Where the trouble of a call was, by what both of its ends say.
 *
 * Each stretch of the call is blamed on one place, and the place that is to
 * blame for the longest is the verdict. What one end alone says of loss cannot
 * tell the sender's uplink from the receiver's downlink; where the receiver and
 * the sender's own reports agree on it, it was lost before it reached the
 * receiver's side of the network.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type {
  Verdict,
  VerdictPlace,
} from "@/lib/monitoring/overview/call_record.ts";
import type { Sample } from "./replay.ts";

/** Loss from which it is trouble: the end of "good" in DESIGN.md §3. */
const LOSS_SHARE = 0.03;
/** Round trip from which it is trouble: that of the alert. */
const RTT_MS = 300;
/** Share of time from which a limit or a freeze is trouble. */
const DEVICE_SHARE = 0.3;
/** Trouble shorter than this is none, milliseconds. */
const SHORTEST_MS = 5_000;
/** A state says nothing about later than this, milliseconds. */
const LONGEST_MS = 15_000;

/** One reason, for one place, in one stretch. */
interface Blame {
  place: VerdictPlace;
  code: string;
  member?: string;
  value: number;
}

/** What there is to say of a place in all. */
interface Account {
  ms: number;
  reasons: Map<string, { blame: Blame; sum: number; ms: number }>;
}

/**
 * Judges a call.
 *
 * @param members Samples of the caller, `a`, and of the callee, `b`; empty for
 * one who said nothing.
 */
export function judge(
  members: Readonly<Record<"a" | "b", readonly Sample[]>>,
): Verdict {
  const accounts = new Map<VerdictPlace, Account>();
  for (const { ms, a, b, lasted } of stretchesOf(members)) {
    const blames = blamesIn({ a, b, lasted });
    for (const place of new Set(blames.map((blame) => blame.place))) {
      const account = accounts.get(place) ?? { ms: 0, reasons: new Map() };
      accounts.set(place, account);
      account.ms += ms;
      for (const blame of blames) {
        if (blame.place === place) addReason(account, blame, ms);
      }
    }
  }
  const [worst] = [...accounts].filter(([, { ms }]) => ms >= SHORTEST_MS)
    .sort(([, a], [, b]) => b.ms - a.ms);
  if (worst === undefined) return { place: "none", evidence: [] };
  const [place, { ms, reasons }] = worst;
  return {
    place,
    evidence: [
      { code: "trouble-seconds", value: Math.round(ms / 1000) },
      ...[...reasons.values()].map(({ blame: { code, member }, sum, ms }) => ({
        code,
        ...(member !== undefined && { member }),
        value: Math.round(sum / ms * 1000) / 1000,
      })),
    ],
  };
}

function addReason({ reasons }: Account, blame: Blame, ms: number): void {
  const name = `${blame.code} ${blame.member}`;
  const reason = reasons.get(name) ?? { blame, sum: 0, ms: 0 };
  reason.sum += blame.value * ms;
  reason.ms += ms;
  reasons.set(name, reason);
}

/** What both say during a stretch; `undefined` says nothing. */
interface Both {
  a: CallStats | undefined;
  b: CallStats | undefined;
  /** Time of it that each was frozen, as a share. */
  lasted: { a: number; b: number };
}

/** Cuts a call where either end says something new. */
function* stretchesOf(
  members: Readonly<Record<"a" | "b", readonly Sample[]>>,
): Generator<Both & { ms: number }> {
  const sides = ["a", "b"] as const;
  const all = sides.flatMap((side) =>
    members[side].map((sample) => ({ side, ...sample }))
  ).sort((one, other) => one.at - other.at);
  const now: Partial<Record<"a" | "b", Sample>> = {};
  const frozen = { a: 0, b: 0 };
  for (const [i, sample] of all.entries()) {
    const { side, at, stats } = sample;
    frozen[side] = frozenShare(now[side], sample);
    now[side] = { at, stats };
    const endAt = Math.min(all[i + 1]?.at ?? at + LONGEST_MS, at + LONGEST_MS);
    if (endAt <= at) continue;
    const freshOf = (one: "a" | "b") =>
      now[one] !== undefined && at - now[one].at < LONGEST_MS
        ? now[one].stats
        : undefined;
    yield {
      ms: endAt - at,
      a: freshOf("a"),
      b: freshOf("b"),
      lasted: { ...frozen },
    };
  }
}

/** How much of the time between two samples the picture was frozen. */
function frozenShare(before: Sample | undefined, after: Sample): number {
  const passedMs = after.at - (before?.at ?? after.at);
  const frozenMs = (after.stats.freezeMs ?? 0) - (before?.stats.freezeMs ?? 0);
  return passedMs > 0 ? Math.min(1, Math.max(0, frozenMs / passedMs)) : 0;
}

/** What is to blame for a stretch: mostly one place, or both devices. */
function blamesIn({ a, b, lasted }: Both): Blame[] {
  const network = networkBlames(a, b);
  if (network.length > 0) return network;
  const device = [
    ...deviceBlames("a", a, lasted.a),
    ...deviceBlames("b", b, lasted.b),
  ];
  // A sender that is short of time freezes the receiver's picture, too.
  const limited = device.filter(({ code }) => code === "cpu-limited");
  if (device.length > 0) return limited.length > 0 ? limited : device;
  const poor = [a, b].filter((one) => one?.quality === "poor").length;
  return poor === 0
    ? []
    : [{ place: "unknown", code: "unexplained", value: poor }];
}

/** What the network did: nothing else is blamed while it is bad. */
function networkBlames(
  a: CallStats | undefined,
  b: CallStats | undefined,
): Blame[] {
  const toB = lossOn({ from: "a", sender: a, to: "b", receiver: b });
  const toA = lossOn({ from: "b", sender: b, to: "a", receiver: a });
  const rtts = [a?.rttMs, b?.rttMs].filter((rtt) => rtt !== undefined);
  const rttMs = Math.max(0, ...rtts);
  const slow: Blame[] = rttMs > RTT_MS
    ? [{ place: "path", code: "rtt-ms", value: rttMs }]
    : [];
  const stalled: Blame[] = a?.isStalled || b?.isStalled
    ? [{ place: "path", code: "stalled", value: 1 }]
    : [];
  const lossy = [...toB, ...toA];
  if (toB.length > 0 && toA.length > 0 || stalled.length > 0) {
    return [...lossy, ...stalled, ...slow]
      .map((blame) => ({ ...blame, place: "path" as const }));
  }
  return lossy.length > 0 ? lossy : slow;
}

/** Whom a loss in one direction is blamed on. */
function lossOn({ from, sender, to, receiver }: {
  from: "a" | "b";
  sender: CallStats | undefined;
  to: "a" | "b";
  receiver: CallStats | undefined;
}): Blame[] {
  const sent = sender?.lossUpShare;
  const got = receiver?.lossShare;
  const isSentLossy = sent !== undefined && sent >= LOSS_SHARE;
  const isGotLossy = got !== undefined && got >= LOSS_SHARE;
  const uplink = { code: "uplink-loss", member: from, value: sent ?? 0 };
  const downlink = { code: "downlink-loss", member: to, value: got ?? 0 };
  if (isSentLossy && isGotLossy) {
    const place = `${from}-uplink` as const;
    return [{ place, ...uplink }, { place, ...downlink }];
  }
  if (isGotLossy) {
    // The sender's reports come from the receiver's side of the network too,
    // so what only the receiver's page misses was lost behind it.
    const place = sent === undefined ? "unknown" : `${to}-downlink` as const;
    return [{ place, ...downlink }];
  }
  return isSentLossy ? [{ place: "unknown", ...uplink }] : [];
}

/** What a device did while the network was fine. */
function deviceBlames(
  member: "a" | "b",
  stats: CallStats | undefined,
  frozen: number,
): Blame[] {
  const place = `${member}-device` as const;
  const limited = stats?.cpuLimitedShare ?? 0;
  const blames: Blame[] = [];
  if (limited >= DEVICE_SHARE) {
    blames.push({ place, code: "cpu-limited", member, value: limited });
  }
  if (frozen >= DEVICE_SHARE) {
    blames.push({ place, code: "frozen", member, value: frozen });
  }
  return blames;
}
