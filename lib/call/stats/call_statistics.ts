/**
 * Watches the statistics of calls: takes a report each second, has it measured,
 * shows the state and tells the server. It follows the visit from outside.
 *
 * @module
 */

import type { CallStats, ConnectionState } from "@/lib/protocol/call_stats.ts";
import {
  type Meter,
  NEW_METER,
  type PageFacts,
  PERIOD_MS,
} from "@/lib/webrtc_stats/meter.ts";
import { toPlainReport } from "@/lib/webrtc_stats/report.ts";
import type { CallState } from "../machine.ts";
import type { Timers } from "../timers.ts";
import type { CallView } from "../view.ts";
import type { FrameMonitor } from "./frame_monitor.ts";
import type { StatsComputer } from "./stats_computer.ts";
import type { StatsEmitter } from "./stats_emitter.ts";

/** Seconds of a call that are kept to be shown. */
export const HISTORY_SECONDS = 120;

/** What is shown of a call. */
export interface ShownStats {
  /** The states of the last seconds, newest last; `null` after a gap. */
  readonly history: readonly (CallStats | null)[];
  /** The newest one. */
  readonly stats: CallStats;
}

/** The part of a connection that is read. */
export type StatsConnection = Pick<
  RTCPeerConnection,
  "getStats" | "getConfiguration"
>;

/** What watching needs from outside. */
export interface CallStatisticsDeps {
  /** Gives the current connection; `null` outside of calls. */
  readonly connection: () => StatsConnection | null;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Measures reports. */
  readonly computer: Pick<StatsComputer, "measure" | "drop" | "close">;
  /** Makes what tells the server of a call. */
  readonly createEmitter: (
    pairId: string,
  ) => Pick<StatsEmitter, "follow" | "resync" | "end" | "depart">;
  /** Counts the page's own frames. */
  readonly frames: Pick<FrameMonitor, "start" | "stop" | "read">;
  /** Says whether the page is hidden. */
  readonly isHidden: () => boolean;
  /** What the page runs on. */
  readonly device: Pick<PageFacts, "device" | "browser">;
  /** Told of every new state; of `null` when the call is over. */
  readonly onStats: (shown: ShownStats | null) => void;
}

/** The part of the view that is followed. */
export type WatchedView = Pick<CallView, "state" | "gen">;

/** A call that is watched. */
interface WatchedCall {
  readonly pairId: string;
  readonly emitter: ReturnType<CallStatisticsDeps["createEmitter"]>;
  meter: Meter;
  history: (CallStats | null)[];
  state: ConnectionState;
  restartCount: number;
}

/** Watches one call after another. */
export class CallStatistics {
  readonly #deps: CallStatisticsDeps;
  #call: WatchedCall | null = null;
  #connection: StatsConnection | null = null;
  #connectionId = 0;
  #cancelTick: () => void = () => {};

  /** Watches nothing yet. */
  constructor(deps: CallStatisticsDeps) {
    this.#deps = deps;
  }

  /** Takes note of the visit, changed or not. */
  follow({ state, gen }: WatchedView): void {
    const pairId = "match" in state ? state.match.pairId : null;
    if (this.#call !== null && this.#call.pairId !== pairId) this.#end();
    if (state.name !== "live") return;
    this.#call ??= this.#begin(state.match.pairId);
    this.#call.restartCount = gen;
    const before = this.#call.state;
    this.#call.state = connectionStateOf(state);
    const isBack = before === "reconnecting" && state.trouble === null;
    if (isBack) this.#call.emitter.resync();
  }

  /** The page goes: what is left to say goes out by beacon. */
  depart(): void {
    this.#call?.emitter.depart();
  }

  /** Ends everything. */
  close(): void {
    if (this.#call !== null) this.#end();
    this.#deps.computer.close();
  }

  #begin(pairId: string): WatchedCall {
    const { createEmitter, frames, timers } = this.#deps;
    frames.start();
    this.#cancelTick = timers.after(0, () => void this.#tick());
    return {
      pairId,
      emitter: createEmitter(pairId),
      meter: NEW_METER,
      history: [],
      state: "connected",
      restartCount: 0,
    };
  }

  #end(): void {
    const { computer, frames, onStats } = this.#deps;
    void this.#call?.emitter.end();
    this.#call = null;
    this.#cancelTick();
    computer.drop();
    frames.stop();
    onStats(null);
  }

  async #tick(): Promise<void> {
    const { timers } = this.#deps;
    const call = this.#call;
    // Set first, so that a slow report does not put off the next one.
    this.#cancelTick = timers.after(PERIOD_MS, () => void this.#tick());
    const connection = this.#deps.connection();
    if (call === null || connection === null) return;
    // A connection that cannot be read was just closed.
    const report = await connection.getStats().catch(() => null);
    if (report === null || this.#call !== call) return;
    if (connection !== this.#connection) this.#connectionId++;
    this.#connection = connection;
    this.#deps.computer.measure(
      call.meter,
      {
        connectionId: this.#connectionId,
        report: toPlainReport(report as ReadonlyMap<string, unknown>),
        isHidden: this.#deps.isHidden(),
        page: this.#factsOf(call, connection),
      },
      (meter, computedOn) => this.#note(call, meter, computedOn),
    );
  }

  #factsOf(call: WatchedCall, connection: StatsConnection): PageFacts {
    const pageFps = this.#deps.frames.read();
    const { iceTransportPolicy } = connection.getConfiguration();
    return {
      ...this.#deps.device,
      connection: call.state,
      restartCount: call.restartCount,
      isRelayChosen: iceTransportPolicy === "relay",
      ...(pageFps !== undefined && { pageFps }),
    };
  }

  #note(call: WatchedCall, meter: Meter, computedOn: "worker" | "main"): void {
    if (this.#call !== call) return;
    const stats = { ...meter.stats, computedOn };
    call.meter = meter;
    const gap = meter.isAfterGap ? [null] : [];
    call.history = [...call.history, ...gap, stats].slice(-HISTORY_SECONDS);
    if (meter.isAfterGap) call.emitter.resync();
    call.emitter.follow(stats);
    this.#deps.onStats({ history: call.history, stats });
  }
}

function connectionStateOf(
  { trouble }: Extract<CallState, { name: "live" }>,
): ConnectionState {
  return trouble === null ? "connected" : "reconnecting";
}
