/**
 * What counting a request costs, apart from everything else.
 *
 * @module
 */

import process from "node:process";
import { Counter, Histogram } from "prom-client";
import type { Context } from "fresh";
import { recordRequests } from "@/lib/monitoring/http/record_requests.ts";
import { HttpRecorder } from "@/lib/monitoring/http/recorder.ts";
import { DURATION_BOUNDS_SECONDS } from "@/lib/monitoring/http/counters.ts";

/** Cost of one way to count. */
export interface Cost {
  /** What was measured. */
  what: string;
  /** CPU time of one request, nanoseconds: the median of the rounds. */
  ns: number;
}

const REQUESTS = 200_000;
const ROUNDS = 7;
const ROUTES = Array.from({ length: 20 }, (_, i) => `/api/route/${i}/:id`);

interface State {
  anonId: string | null;
}

type FakeContext = Pick<Context<State>, "req" | "route" | "state" | "next">;

/** Answers without any work, so that only what is around it is measured. */
function contexts(): FakeContext[] {
  const req = new Request("http://localhost/");
  return Array.from({ length: 1000 }, (_, i) => ({
    req,
    route: ROUTES[i % ROUTES.length]!,
    state: { anonId: `2b1e7c0f9d3a4e5f8a6b7c${i}` },
    next: () => Promise.resolve(new Response(`{"ok":true,"i":${i}}`)),
  }));
}

/** Runs something for many requests and gives the CPU time of one, in ns. */
async function measure(
  step: (ctx: FakeContext, i: number) => unknown,
): Promise<number> {
  const all = contexts();
  const rounds: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const startedUs = cpuUs();
    for (let i = 0; i < REQUESTS; i++) await step(all[i % all.length]!, i);
    if (round > 0) rounds.push((cpuUs() - startedUs) * 1000 / REQUESTS);
  }
  return rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

/** CPU time of this process, microseconds. */
function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Measures our recorder, a bare counter and prom-client side by side. */
export async function recorderCosts(): Promise<Cost[]> {
  const recorder = new HttpRecorder({ now: Date.now, visitorKey: "key" });
  const middleware = recordRequests<State>(recorder);
  const labelNames = ["method", "route", "status"];
  const histogram = new Histogram({
    name: "duration",
    help: "h",
    labelNames,
    buckets: [...DURATION_BOUNDS_SECONDS],
  });
  const counter = new Counter({ name: "requests", help: "h", labelNames });
  const counts = new Map<string, number>();
  const labelsOf = ({ route }: FakeContext) => ({
    method: "GET",
    route: route!,
    status: "200",
  });
  const around =
    (count: (ctx: FakeContext, ms: number) => void) =>
    async (ctx: FakeContext) => {
      const startedMs = performance.now();
      const response = await ctx.next();
      count(ctx, performance.now() - startedMs);
      return response;
    };
  const ways: [string, (ctx: FakeContext, i: number) => unknown][] = [
    [
      "a bare counter by route",
      around(({ route }) => {
        counts.set(route!, (counts.get(route!) ?? 0) + 1);
      }),
    ],
    ["prom-client: one counter", around((ctx) => counter.inc(labelsOf(ctx)))],
    [
      "prom-client: one histogram",
      around((ctx, ms) => histogram.observe(labelsOf(ctx), ms / 1000)),
    ],
    ["Parley: everything", (ctx, i) => {
      if (i % 1000 === 0) recorder.take();
      return middleware(ctx as Context<State>);
    }],
  ];
  const emptyNs = await measure((ctx) => ctx.next());
  const costs: Cost[] = [];
  for (const [what, step] of ways) {
    costs.push({ what, ns: await measure(step) - emptyNs });
  }
  return costs;
}
