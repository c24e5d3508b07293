import { deepEqual, ok } from "node:assert/strict";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import { Allowance, StatsEmitter } from "@/lib/call/stats/stats_emitter.ts";
import { FakeTimers } from "../fakes.ts";
import { StatsServer } from "./stats_server.ts";

const CALLS = 10;
const SECONDS = 600;
/** What is told later is not told: an outage, the wait after it, one more try. */
const IN_TIME_MS = 30_000;

/** A small generator with a seed. Source: mulberry32, T. Ettinger. */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One call whose state changes now and then. */
class VirtualCall {
  readonly emitter: StatsEmitter;
  /** When something worth telling happened, Unix milliseconds. */
  readonly changedAt: number[] = [];
  /** Its state at each second, by time. */
  readonly states = new Map<number, CallStats>();
  #stats: CallStats = { connection: "connected", quality: "good" };

  constructor(readonly pairId: string, server: StatsServer) {
    this.emitter = new StatsEmitter(pairId, {
      fetch: server.fetch,
      sendBeacon: server.sendBeacon,
      timers: server.timers,
      random: server.random,
      allowance: new Allowance(),
    });
  }

  second(nowMs: number, random: () => number): void {
    const isNews = random() < 1 / 12;
    if (isNews) {
      const quality = this.#stats.quality === "good" ? "poor" : "good";
      this.#stats = { ...this.#stats, quality };
      this.changedAt.push(nowMs);
    }
    // Some figures come and go.
    const rttMs = Math.round(random() * 300);
    const { mos: _, ...rest } = this.#stats;
    this.#stats = { ...rest, rttMs, ...(random() < 0.5 && { mos: 4 }) };
    this.states.set(nowMs, this.#stats);
    this.emitter.follow(this.#stats);
  }
}

Deno.test("more than 99 % of what happens is told, whatever gets lost", async () => {
  const random = seeded(8);
  const timers = new FakeTimers();
  const server = new StatsServer(timers, random, {
    lostShare: 0.05,
    unansweredShare: 0.05,
    delayMs: 800,
  });
  const calls = Array.from(
    { length: CALLS },
    (_, i) => new VirtualCall(`p${i}`, server),
  );
  for (let second = 0; second < SECONDS; second++) {
    // Restarts of 12 s that forget everything, and drops of the network.
    if (second % 150 === 60) server.isUp = false;
    if (second % 150 === 72) server.forget();
    if (second % 150 === 72) server.isUp = true;
    if (second % 200 === 110) server.isUp = false;
    if (second % 200 === 118) server.isUp = true;
    for (const call of calls) call.second(timers.nowMs(), random);
    await timers.advance(1_000);
  }
  for (const { emitter } of calls) void emitter.end();
  await timers.advance(60_000);

  let [changes, told, most] = [0, 0, 0];
  for (const { pairId, changedAt, states } of calls) {
    const applied = server.applied.filter(({ emission, state }) =>
      emission.pairId === pairId && state !== null
    );
    for (const { emission, state } of applied) {
      const shown = states.get(emission.ts);
      if (state?.connection === "ended") continue;
      deepEqual(state, shown, "the server holds what the page shows");
    }
    const toldAt = applied.map(({ emission }) => emission.ts);
    changes += changedAt.length;
    told += changedAt.filter((atMs) =>
      toldAt.some((ts) =>
        ts >= atMs && ts <= atMs + IN_TIME_MS
      )
    ).length;
    deepEqual(applied.at(-1)!.state?.connection, "ended");
    for (const { emission: { ts } } of applied) {
      const inMinute = applied.filter(({ emission }) =>
        emission.ts >= ts && emission.ts <= ts + 60_000
      );
      most = Math.max(most, inMinute.length);
    }
  }
  ok(changes > 400, `${changes} changes`);
  ok(told / changes > 0.99, `${told} of ${changes} told`);
  ok(most < 10, `${most} in a minute`);
});
