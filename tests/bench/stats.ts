/**
 * `deno task bench:stats`: what it costs to watch a call: CPU of the workers,
 * long tasks, frames and what they take of the page's thread, memory over half
 * an hour of samples. Prints; never fails on a figure.
 *
 * Half an hour of samples is taken in a minute: the page's wish for a second is
 * cut down to {@link QUICK_MS}.
 *
 *     deno task bench:stats [--seconds=20]
 *
 * @module
 */

import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { type Visitor, Visitors } from "@/tests/e2e/browser.ts";
import { startServer } from "@/tests/server_process.ts";
import { frameCost, framesPerSecond, linesOf } from "./frame_cost.ts";
import { traced } from "./trace.ts";

/** Samples of half an hour. */
const SAMPLES = 1_800;
/** What a second is cut down to, milliseconds. */
const QUICK_MS = 25;
/** How long a call settles before it is measured, milliseconds. */
const SETTLE_MS = 6_000;

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

/** Two in a call, with what a desktop shows of it. */
async function callOf(
  visitors: Visitors,
  prepare: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<Visitor[]> {
  const both: Visitor[] = [];
  for (let i = 0; i < 2; i++) {
    const visitor = await visitors.open("/terms");
    await prepare(visitor.page);
    await visitor.page.goto(new URL("/chat", visitor.page.url()).href);
    both.push(visitor);
  }
  for (const visitor of both) await visitor.press("start");
  for (const visitor of both) await visitor.reaches("live");
  await both[0]!.page.getByTestId("bandwidth").waitFor();
  await both[0]!.page.waitForTimeout(SETTLE_MS);
  return both;
}

async function measureCost(visitors: Visitors, seconds: number) {
  const both = await callOf(visitors);
  const { page } = both[0]!;
  await page.getByTestId("connection-badge").click();
  await page.getByTestId("toggle-bandwidth").click();
  await page.getByTestId("connection-badge").click();
  await page.mouse.move(640, 500);
  const closedFps = await framesPerSecond(page, seconds * 500);
  await page.getByTestId("connection-badge").click();
  let openFps = 0;
  const threads = await traced(page.context().browser()!, async () => {
    openFps = await framesPerSecond(page, seconds * 1_000);
  });
  const workers = threads.filter(({ name }) => /DedicatedWorker/.test(name));
  const pages = new Set(workers.map(({ pid }) => pid));
  print(`${seconds} s of a call, details open, ${pages.size} pages`);
  for (const pid of pages) {
    const cpuMs = workers.filter((worker) => worker.pid === pid)
      .reduce((sum, worker) => sum + worker.cpuMs, 0);
    const main = threads.find((thread) =>
      thread.pid === pid && thread.name === "CrRendererMain"
    );
    const share = cpuMs / (seconds * 10);
    print(`  workers: ${share.toFixed(2)} % of a core (budget 5 %)`);
    print(
      `  tasks above 50 ms of CPU: ${main?.longMs.length}; longest run of ` +
        `our scripts: ${main?.longestScriptMs.toFixed(1)} ms (budget 50 ms)`,
    );
  }
  print(
    `  frames: ${openFps.toFixed(1)}/s (budget 60), ` +
      `${closedFps.toFixed(1)}/s with nothing of it shown`,
  );
  for (const { page } of both) await page.context().close();
}

/** Makes the ticker worker's seconds short, and counts what is measured. */
async function quicken(page: Page): Promise<void> {
  await page.addInitScript((quickMs) => {
    const counted = globalThis as unknown as { samples: number };
    counted.samples = 0;
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener("message", ({ data }) => {
          if (data.meter) counted.samples++;
        });
      }
      override postMessage(message: { delayMs?: number }): void {
        const isSecond = message.delayMs === 1_000;
        super.postMessage(
          isSecond ? { ...message, delayMs: quickMs } : message,
        );
      }
    };
  }, QUICK_MS);
}

async function measureMemory(visitors: Visitors) {
  const both = await callOf(visitors, quicken);
  const { page } = both[0]!;
  const session = await page.context().newCDPSession(page);
  print(`memory of the page while it takes ${SAMPLES} samples`);
  for (const share of [0.2, 0.4, 0.6, 0.8, 1]) {
    await page.waitForFunction(
      (least) =>
        (globalThis as unknown as { samples: number }).samples >= least,
      SAMPLES * share,
      { timeout: 300_000 },
    );
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const minutes = (30 * share).toFixed(0).padStart(2);
    print(`  after ${minutes} min: ${(usedSize / 1e6).toFixed(2)} MB`);
  }
  for (const { page } of both) await page.context().close();
}

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "20" } },
});
await using server = await startServer();
await using visitors = await Visitors.launch(server.baseUrl);
await measureCost(visitors, Number(values.seconds));
for (const line of linesOf(await frameCost(visitors, Number(values.seconds)))) {
  print(line);
}
await measureMemory(visitors);
