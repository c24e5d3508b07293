/**
 * A server of call statistics that keeps the contract, on a network that loses
 * things, both on a clock turned by hand.
 *
 * @module
 */

import {
  type CallStats,
  type StatsEmission,
  statsEmissionSchema,
  withDelta,
} from "@/lib/protocol/call_stats.ts";
import { sleep, type Timers } from "@/lib/call/timers.ts";

/** What may go wrong; nothing does by default. */
export interface Troubles {
  /** Share of requests that never arrive. */
  lostShare?: number;
  /** Share of answers that never arrive. */
  unansweredShare?: number;
  /** Longest way of a request or an answer, milliseconds. */
  delayMs?: number;
}

/** What the server did with an emission that reached it. */
export interface Applied {
  emission: StatsEmission;
  /** The state after that; `null` where it asked for the whole one. */
  state: CallStats | null;
}

/** Takes emissions as `POST /api/monitoring/stats` does. */
export class StatsServer {
  /** What a request is answered instead, if anything. */
  answer: (() => Response) | null = null;
  /** Whether it can be reached. */
  isUp = true;
  /** Every emission that reached it. */
  readonly applied: Applied[] = [];
  readonly #states = new Map<string, { seq: number; state: CallStats }>();

  constructor(
    readonly timers: Timers,
    readonly random: () => number = () => 0.5,
    readonly troubles: Troubles = {},
  ) {}

  /** Forgets everything, as a restart does. */
  forget(): void {
    this.#states.clear();
  }

  /** The page's `fetch`. */
  readonly fetch = async (_: string, init: RequestInit): Promise<Response> => {
    const { lostShare = 0, unansweredShare = 0, delayMs = 0 } = this.troubles;
    const way = () => sleep(this.timers, this.random() * delayMs, init.signal!);
    if (delayMs > 0) await way();
    if (!this.isUp || this.random() < lostShare) throw new TypeError("network");
    const answer = this.answer?.() ?? this.#take(String(init.body));
    if (delayMs > 0) await way();
    if (this.random() < unansweredShare) throw new TypeError("network");
    return answer;
  };

  /** The page's `sendBeacon`. */
  readonly sendBeacon = (_: string, body: Blob): boolean => {
    void body.text().then((text) => this.isUp && this.#take(text));
    return true;
  };

  #take(body: string): Response {
    const { emission, droppedFieldCount } = statsEmissionSchema.parse(
      JSON.parse(body),
    );
    if (droppedFieldCount > 0) throw new Error(`dropped fields of ${body}`);
    const { pairId, seq, full, metrics } = emission;
    const base = this.#states.get(pairId);
    if (!full && base === undefined) {
      this.applied.push({ emission, state: null });
      return Response.json({ ok: true, resync: true });
    }
    if (base !== undefined && seq <= base.seq) {
      return Response.json({ ok: true });
    }
    const state = withDelta(full ? {} : base!.state, metrics);
    this.#states.set(pairId, { seq, state });
    this.applied.push({ emission, state });
    return Response.json({ ok: true });
  }
}
