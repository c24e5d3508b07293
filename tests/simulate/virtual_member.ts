/**
 * A member of a call that is not there: its network, and what its page would
 * say of it. The same seed gives the same calls.
 *
 * @module
 */

import type { CallStats, QualityLevel } from "@/lib/protocol/call_stats.ts";

/** How networks are, and how often: shares of all members add up to 1. */
const NETWORKS = [
  { name: "fiber", share: 0.5, rttMs: 30, lossShare: 0.001, upBps: 2e6 },
  { name: "mobile", share: 0.3, rttMs: 90, lossShare: 0.008, upBps: 1.1e6 },
  { name: "far", share: 0.12, rttMs: 190, lossShare: 0.01, upBps: 8e5 },
  { name: "bad", share: 0.08, rttMs: 320, lossShare: 0.06, upBps: 2.5e5 },
] as const;

const RELAY_SHARE = 0.15;

/** Something happens about so often, per second. */
const BURST_RATE = 1 / 90;
const RECONNECT_RATE = 1 / 600;

const COUNTRIES = ["VN", "EG", "US", "SA", "DE", "BR", "XX"];

const LEVELS: readonly [QualityLevel, number, number][] = [
  ["excellent", 100, 0.01],
  ["good", 200, 0.03],
  ["fair", 400, 0.05],
];

/** One member of a virtual call. */
export class VirtualMember {
  /** Country the member gives. */
  readonly country: string;
  readonly #random: () => number;
  readonly #network: typeof NETWORKS[number];
  readonly #isRelayed: boolean;
  #bytes = { up: 0, down: 0 };
  #restarts = 0;
  #burstUntilMs = -Infinity;
  #awayUntilMs = -Infinity;
  #atMs: number;

  /**
   * Joins a call.
   *
   * @param random In [0, 1).
   * @param atMs When, Unix milliseconds.
   */
  constructor(random: () => number, atMs: number) {
    this.#random = random;
    this.#atMs = atMs;
    let draw = random();
    this.#network = NETWORKS.find(({ share }) => (draw -= share) < 0) ??
      NETWORKS[0];
    this.#isRelayed = random() < RELAY_SHARE;
    this.country = COUNTRIES[Math.floor(random() * COUNTRIES.length)]!;
  }

  /**
   * Lets time pass, and says what the page would measure now.
   *
   * @param nowMs Unix milliseconds.
   */
  look(nowMs: number): CallStats {
    const seconds = Math.max(0, nowMs - this.#atMs) / 1000;
    const random = this.#random;
    this.#atMs = nowMs;
    if (random() < BURST_RATE * seconds) {
      this.#burstUntilMs = nowMs + 4_000 + random() * 10_000;
    }
    if (random() < RECONNECT_RATE * seconds) {
      this.#awayUntilMs = nowMs + 3_000 + random() * 5_000;
      this.#restarts++;
    }
    const isBurst = nowMs < this.#burstUntilMs;
    const isAway = nowMs < this.#awayUntilMs;
    const { rttMs: base, lossShare: least, upBps } = this.#network;
    const rttMs = Math.round(base * (0.9 + random() * 0.3) * (isBurst ? 2 : 1));
    const lossShare = round(
      Math.min(1, least * random() * 2 + (isBurst ? 0.08 * random() : 0)),
    );
    const bps = isAway ? 0 : Math.round(upBps * (0.85 + random() * 0.3));
    this.#bytes.up += Math.round(bps * seconds / 8);
    this.#bytes.down += Math.round(bps * seconds / 8);
    const { up, down } = this.#bytes;
    return {
      connection: isAway ? "reconnecting" : "connected",
      quality: levelOf(rttMs, lossShare),
      rttMs,
      rttSource: "rtcp",
      jitterMs: Math.round(rttMs / 8),
      lossShare,
      lossUpShare: round(lossShare / 2),
      mos: round(Math.max(1, 4.4 - rttMs / 200 - lossShare * 20)),
      upAudioBps: 32_000,
      upVideoBps: bps,
      downAudioBps: 32_000,
      downVideoBps: bps,
      downFps: isAway ? 0 : 30,
      downWidth: 1280,
      downHeight: 720,
      isStalled: isAway,
      localCandidateType: this.#isRelayed ? "relay" : "srflx",
      remoteCandidateType: "srflx",
      isRelayed: this.#isRelayed,
      isRemoteRelayed: false,
      ...(this.#isRelayed && {
        relayProtocol: "udp" as const,
        relayedBytes: up + down,
      }),
      bytesUp: up,
      bytesDown: down,
      restartCount: this.#restarts,
      computedOn: "worker",
      device: "desktop",
      browser: "Chrome 149",
    };
  }
}

function levelOf(rttMs: number, lossShare: number): QualityLevel {
  return LEVELS.find(([, rtt, loss]) => rttMs < rtt && lossShare < loss)?.[0] ??
    "poor";
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
