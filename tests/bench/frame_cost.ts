/**
 * What watching a call takes of the frames that its page draws.
 *
 * Two pages are in one call: one shows everything there is of the connection,
 * the other one never got the script that watches. Both draw at the same time
 * on the same machine, so what one takes more than the other is what watching
 * takes. The pictures of the call are hidden on both: without a graphics card
 * the browser draws them by the CPU, and nothing else would be measured.
 *
 * @module
 */

import type { Page } from "playwright-core";
import type { Visitor, Visitors } from "@/tests/e2e/browser.ts";
import { meet } from "@/tests/e2e/browser.ts";
import { quantile } from "./load_result.ts";
import { type ThreadTasks, traced } from "./trace.ts";

/** What one page did. */
export interface PageFrames {
  /** Frames in a second. */
  perSecond: number;
  /** CPU time of the page's thread for each frame, milliseconds, ascending. */
  frameMs: readonly number[];
  /** CPU time of the page's thread in all, milliseconds each second. */
  cpuMsPerSecond: number;
  /** Tasks of the page's thread above 50 ms of CPU. */
  longCount: number;
}

/** Both pages of the call. */
export interface FrameCost {
  /** With badge, panel, charts, emitter and frame monitor. */
  watched: PageFrames;
  /** With none of it. */
  plain: PageFrames;
}

/** How long a call settles before it is measured, milliseconds. */
const SETTLE_MS = 6_000;

/** Only the script that watches calls knows this address. */
const WATCHING = "/api/monitoring/stats";

/** Counts the frames that a page draws for so long. */
export async function framesPerSecond(page: Page, ms: number): Promise<number> {
  return await page.evaluate((ms) =>
    new Promise<number>((resolve) => {
      const startedAt = performance.now();
      let frames = 0;
      const count = () => {
        frames++;
        const spent = performance.now() - startedAt;
        if (spent < ms) requestAnimationFrame(count);
        else resolve(frames * 1_000 / spent);
      };
      requestAnimationFrame(count);
    }), ms);
}

/** Measures a call whose first page is watched and whose second one is not. */
export async function frameCost(
  visitors: Visitors,
  seconds: number,
): Promise<FrameCost> {
  const [watched, plain] = await visitors.openTwo("/terms");
  await keepUnwatched(plain.page);
  for (const { page } of [watched, plain]) {
    await page.goto(new URL("/chat", page.url()).href);
  }
  await meet(watched, plain);
  await watched.page.getByTestId("bandwidth").waitFor();
  await showAll(watched.page);
  for (const { page } of [watched, plain]) await hidePictures(page);
  await watched.page.waitForTimeout(SETTLE_MS);
  const both = [watched, plain];
  let perSecond: number[] = [];
  const threads = await traced(
    watched.page.context().browser()!,
    async () => {
      perSecond = await Promise.all(
        both.map(({ page }) => framesPerSecond(page, seconds * 1_000)),
      );
    },
  );
  await closeAll(both);
  const [ofWatched, ofPlain] = pageThreads(threads);
  return {
    watched: figuresOf(ofWatched, perSecond[0]!, seconds),
    plain: figuresOf(ofPlain, perSecond[1]!, seconds),
  };
}

/** Keeps the script that watches calls from a page. */
async function keepUnwatched(page: Page): Promise<void> {
  await page.route("**/*.js", async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    if (text.includes(WATCHING)) await route.abort();
    else await route.fulfill({ response, body: text });
  });
}

async function hidePictures(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("video { display: none !important }");
    document.adoptedStyleSheets.push(sheet);
  });
}

/** Opens the sheet with every figure and chart. */
async function showAll(page: Page): Promise<void> {
  await page.getByTestId("connection-badge").click();
  await page.getByTestId("all-figures").click();
  await page.getByTestId("stats-sheet").waitFor();
}

/** The threads of the watched page, which has one worker more, and the other. */
function pageThreads(
  threads: readonly ThreadTasks[],
): [ThreadTasks, ThreadTasks] {
  const workersOf = (pid: number) =>
    threads.filter((one) => one.pid === pid && /DedicatedWorker/.test(one.name))
      .length;
  const pages = threads
    .filter(({ name, pid }) => name === "CrRendererMain" && workersOf(pid) > 0)
    .sort((a, b) => workersOf(b.pid) - workersOf(a.pid));
  if (pages.length !== 2 || workersOf(pages[1]!.pid) !== 1) {
    throw new Error("Cannot tell the two pages of the call apart");
  }
  return [pages[0]!, pages[1]!];
}

function figuresOf(
  { frameMs, cpuMs, longMs }: ThreadTasks,
  perSecond: number,
  seconds: number,
): PageFrames {
  return {
    perSecond,
    frameMs: frameMs.toSorted((a, b) => a - b),
    cpuMsPerSecond: cpuMs / seconds,
    longCount: longMs.length,
  };
}

async function closeAll(visitors: readonly Visitor[]): Promise<void> {
  for (const { page } of visitors) await page.context().close();
}

/** Puts the figures in lines. */
export function linesOf({ watched, plain }: FrameCost): string[] {
  const line = (name: string, page: PageFrames) => {
    const at = (share: number) => quantile(page.frameMs, share).toFixed(1);
    const longest = (page.frameMs.at(-1) ?? 0).toFixed(1);
    return `  ${name.padEnd(18)}${page.perSecond.toFixed(1)} frames/s; ` +
      `page's thread a frame ${at(0.5)} ms, p99 ${at(0.99)}, ` +
      `longest ${longest} (budget 16.7); ` +
      `${page.cpuMsPerSecond.toFixed(1)} ms of CPU a second; ` +
      `${page.longCount} tasks above 50 ms`;
  };
  const added = watched.cpuMsPerSecond - plain.cpuMsPerSecond;
  return [
    "frames of a call whose pictures are hidden, all figures open",
    line("watched", watched),
    line("not watched", plain),
    `  what watching adds: ${added.toFixed(1)} ms of CPU a second, ` +
    `${(added / 60).toFixed(2)} ms a frame`,
  ];
}
