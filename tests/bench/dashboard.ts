/**
 * `deno task bench:dashboard`: the list of live calls under load. Prints; never
 * fails on a figure.
 *
 * The site is fed with made-up calls (`tests/live_site.ts`), 1,000 of ten
 * members of which 500 change in a second; the page's first screen is the real
 * server's, which knows as many. The browser is on the same machine and draws
 * without a graphics card, so it competes with the server that makes the calls
 * up: what the page's own thread spends says more than frames do.
 *
 *     deno task bench:dashboard [--calls=1000] [--members=10] [--minutes=10]
 *
 * @module
 */

import { parseArgs } from "node:util";
import type { Browser, CDPSession, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { chromiumPath, FLAGS } from "@/tests/chromium.ts";
import { heldBy } from "@/tests/page_memory.ts";
import { idOf, LiveSite } from "@/tests/live_site.ts";
import {
  FRAME_CATEGORIES,
  framesOf,
  totalOf,
  type WorkFigures,
  workOf,
} from "./frames.ts";
import { quantile } from "./load_result.ts";

const { values: args } = parseArgs({
  args: Deno.args,
  options: {
    calls: { type: "string", default: "1000" },
    members: { type: "string", default: "10" },
    changes: { type: "string", default: "500" },
    minutes: { type: "string", default: "10" },
  },
});

const ROW = ".call-row:not(.call-head)";
const PAINT_ROUNDS = 7;
const CHANGE_ROUNDS = 20;
const REST_MS = 5_000;
const SCROLL_PX = 12_000;
const SCROLL_PX_PER_SECOND = 2_400;

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

const at = (values: readonly number[], share: number) =>
  quantile(values.toSorted((a, b) => a - b), share);
const ms = (value: number) => `${value.toFixed(0).padStart(6)} ms`;

/** Notes when the first row was painted, from the navigation's start. */
async function noteFirstRow(page: Page): Promise<void> {
  await page.addInitScript((selector) => {
    const look = () => {
      if (document.querySelector(selector) === null) {
        requestAnimationFrame(look);
        return;
      }
      // The frame after the one that has the row was painted with it.
      requestAnimationFrame(() =>
        Object.assign(globalThis, { firstRowMs: performance.now() })
      );
    };
    requestAnimationFrame(look);
  }, ROW);
}

async function signIn(browser: Browser, baseUrl: string): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
  });
  await page.goto(`${baseUrl}/admin?to=/admin/calls`);
  await page.locator("#password").fill("test-password");
  await page.locator("button[type=submit]").click();
  await page.locator(ROW).first().waitFor();
  return page;
}

/** Milliseconds from the answer's first byte to each of two paints. */
async function paints(page: Page) {
  const first: number[] = [];
  const rows: number[] = [];
  for (let round = 0; round < PAINT_ROUNDS; round++) {
    await page.reload();
    await page.waitForFunction(() => "firstRowMs" in globalThis);
    const [firstMs, rowMs] = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType("navigation");
      const { responseStart } = navigation as PerformanceNavigationTiming;
      const [paint] = performance.getEntriesByName("first-contentful-paint");
      const { firstRowMs } = globalThis as unknown as { firstRowMs: number };
      return [paint!.startTime - responseStart, firstRowMs - responseStart];
    });
    first.push(firstMs!);
    rows.push(rowMs!);
  }
  return { first, rows };
}

async function scrolling(browser: Browser, page: Page, cdp: CDPSession) {
  const list = (await page.locator(".call-list").boundingBox())!;
  const trace = await traced(browser, page, async () => {
    await cdp.send("Input.synthesizeScrollGesture", {
      x: list.x + list.width / 2,
      y: list.y + list.height / 2,
      yDistance: -SCROLL_PX,
      speed: SCROLL_PX_PER_SECOND,
      gestureSourceType: "mouse",
    });
  });
  return { frames: framesOf(trace), work: workOf(trace) };
}

async function traced(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<string> {
  await browser.startTracing(page, { categories: FRAME_CATEGORIES });
  await work();
  return (await browser.stopTracing()).toString();
}

function printWork(when: string, work: WorkFigures): void {
  const parts = Object.entries(work)
    .map(([kind, ms]) => `${kind} ${ms.toFixed(0)}`).join(", ");
  const total = totalOf(work).toFixed(0).padStart(6);
  print(`${when.padEnd(38)}${total} ms/s (${parts})`);
}

/** Milliseconds from the server's word to the row in the page. */
async function changes(page: Page, site: LiveSite): Promise<number[]> {
  await page.locator(".call-list").evaluate((list) => list.scrollTop = 0);
  const took: number[] = [];
  await page.getByRole("searchbox").fill(idOf(1));
  for (let round = 0; round < CHANGE_ROUNDS; round++) {
    const call = site.calls.get(idOf(1))!;
    const text = `${500 + round} ms`;
    const seen = page.evaluate(
      ([selector, text]) =>
        new Promise<number>((resolve) => {
          const look = () =>
            document.querySelector(selector!)?.textContent === text
              ? resolve(Date.now())
              : requestAnimationFrame(look);
          look();
        }),
      [`${ROW} .cell-rtt`, text],
    );
    const toldAt = Date.now();
    const members = call.members.map((member) => ({
      ...member,
      stats: { ...member.stats, rttMs: 500 + round },
    }));
    site.put({ ...call, members });
    took.push(await seen - toldAt);
    await page.waitForTimeout(200 + 37 * round);
  }
  await page.getByRole("searchbox").fill("");
  return took;
}

await using site = await LiveSite.start({
  callCount: Number(args.calls),
  memberCount: Number(args.members),
  changesPerSecond: Number(args.changes),
  isFed: true,
});
const browser = await chromium.launch({
  ...(chromiumPath !== null && { executablePath: chromiumPath }),
  args: FLAGS,
});
try {
  const page = await signIn(browser, site.baseUrl);
  await noteFirstRow(page);
  print(
    `${args.calls} calls × ${args.members} members, ${args.changes} changes/s`,
  );
  const { first, rows } = await paints(page);
  print(`first paint, after the first byte     ${ms(at(first, 0.5))}`);
  print(`first row painted, likewise           ${ms(at(rows, 0.5))}`);
  await page.getByText(/live calls/).waitFor();
  print(
    `rows in the page                      ${
      String(await page.locator(".call-row").count()).padStart(6)
    }`,
  );
  const cdp = await page.context().newCDPSession(page);
  const resting = await traced(
    browser,
    page,
    () => page.waitForTimeout(REST_MS),
  );
  printWork("page's thread at rest, under changes", workOf(resting));
  const { frames, work } = await scrolling(browser, page, cdp);
  printWork("page's thread while scrolling", work);
  print(
    `frames/s while scrolling              ${
      frames.perSecond.toFixed(1).padStart(6)
    }   (${frames.drawnCount} drawn, ${frames.droppedCount} dropped, p95 ${
      frames.p95Ms.toFixed(1)
    } ms, longest ${
      frames.longestMs.toFixed(0)
    } ms, ${frames.longTaskCount} tasks > 50 ms)`,
  );
  const took = await changes(page, site);
  print(
    `a change is seen after                ${ms(at(took, 0.5))}   (p95 ${
      at(took, 0.95)
    } ms)`,
  );
  for (let minute = 0; minute <= Number(args.minutes); minute++) {
    if (minute > 0) await page.waitForTimeout(60_000);
    const { heapMb, nodes, listeners } = await heldBy(page);
    print(
      `held after ${String(minute).padStart(2)} min                     ${
        heapMb.toFixed(1).padStart(6)
      } MB of scripts, ${nodes} nodes, ${listeners} listeners`,
    );
  }
} finally {
  await browser.close();
}
