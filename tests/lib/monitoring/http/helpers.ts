/**
 * What the tests of HTTP monitoring share.
 *
 * @module
 */

import { App } from "fresh";
import type { Outcome, Write } from "@/lib/kv/write.ts";
import { RemoteStore } from "@/lib/kv/remote_store.ts";
import { recordRequests } from "@/lib/monitoring/http/record_requests.ts";
import {
  HttpMonitoring,
  type HttpMonitoringDeps,
} from "@/lib/monitoring/http/http_monitoring.ts";
import type { HttpSample } from "@/lib/monitoring/http/recorder.ts";
import { TestClock, testLog } from "@/tests/helpers.ts";

/** A store whose commits can be made to fail. */
export class FlakyStore extends RemoteStore {
  /** `refuse` writes nothing; `lie` writes and fails; `hang` says nothing. */
  mode: "work" | "refuse" | "lie" | "hang" = "work";
  /** Commits asked for. */
  commits = 0;

  /** Opens one in memory. */
  static async inMemory(): Promise<FlakyStore> {
    return new FlakyStore(await Deno.openKv(":memory:"));
  }

  /** Commits, or fails as told. */
  override async commit(write: Write): Promise<Outcome> {
    this.commits++;
    if (this.mode === "refuse") throw new Error("store is away");
    if (this.mode === "hang") return await new Promise(() => {});
    const outcome = await super.commit(write);
    if (this.mode === "lie") throw new Error("connection lost");
    return outcome;
  }
}

/** Monitoring on a clock moved by hand, which also serves as `elapsed`. */
export interface Rig extends Disposable {
  /** The clock. */
  clock: TestClock;
  /** The store. */
  store: FlakyStore;
  /** What is tested. */
  monitoring: HttpMonitoring;
  /** What was printed. */
  lines: string[];
  /** Makes another instance on the same store and clock. */
  another(
    instanceId: string,
    options?: Pick<HttpMonitoringDeps, "flushPatienceMs">,
  ): HttpMonitoring;
}

/** Sets up monitoring without a timer. */
export async function rig(): Promise<Rig> {
  const clock = new TestClock();
  const store = await FlakyStore.inMemory();
  const { log, lines } = testLog();
  const startedMs = clock.ms;
  let offsetMs = 0;
  // Goes on when the wall clock goes back.
  let lastMs = startedMs;
  const elapsed = () => {
    offsetMs += Math.max(0, clock.ms - lastMs);
    lastMs = clock.ms;
    return offsetMs;
  };
  const another: Rig["another"] = (instanceId, options) =>
    new HttpMonitoring({
      ...options,
      store,
      now: clock.now,
      log,
      visitorKey: "key",
      instanceId,
      elapsed,
      random: () => 1,
      lastFlushMs: 20,
    });
  return {
    clock,
    store,
    lines,
    monitoring: another("one"),
    another,
    [Symbol.dispose]: () => store.close(),
  };
}

/** Counts one request. */
export function count(
  { recorder }: HttpMonitoring,
  route: string,
  sample: Partial<HttpSample> = {},
): void {
  const whole: HttpSample = {
    status: 200,
    headersMs: 10,
    durationMs: 10,
    bytesIn: 0,
    bytesOut: 100,
    bodyBytes: 100,
    isAborted: false,
    anonId: null,
    ...sample,
  };
  const { status } = whole;
  recorder.record(recorder.seriesOf({ route, method: "GET", status }), whole);
}

/** Requests of the last hours, as an admin reads them. */
export async function hourlyRequests(
  { reader }: HttpMonitoring,
  hours = 48,
): Promise<Map<number, number>> {
  const { periods } = await reader.hourly(hours);
  return new Map(periods.map((p) => [p.startAt, p.summary.totalRequests]));
}

/** State of requests in a small app. */
export interface TinyState {
  /** The visitor. */
  anonId: string | null;
}

/** Makes an app that counts its requests. */
export function countingApp(monitoring: HttpMonitoring): App<TinyState> {
  return new App<TinyState>().use(recordRequests(monitoring.recorder))
    .use((ctx) => {
      ctx.state.anonId = ctx.req.headers.get("x-visitor");
      return ctx.next();
    });
}
