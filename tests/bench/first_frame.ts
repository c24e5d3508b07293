/**
 * `deno task bench:first-frame`: from asking for a partner to the first remote
 * frame, against two peer connections wired up inside one page. Prints; never
 * fails on a figure.
 *
 * The ways take turns, so that whatever else the machine does hits all of them:
 * two connections made from scratch in one page, with a small camera and with
 * the one the site asks for; the site with both sides warm and the event stream,
 * with the same two cameras; and the site with the event stream blocked, so that
 * both sides poll. Every time ends when the browser has drawn a frame of the
 * remote picture (`requestVideoFrameCallback`) in a page that shows it whole.
 * Warm means that the page was open for two seconds and showed the camera's
 * preview. The time of the site is that of the visitor who arrives, from the
 * press of Start.
 *
 *     deno task bench:first-frame [--rounds=60]
 *
 * @module
 */

import { parseArgs } from "node:util";
import { MEDIA_CONSTRAINTS } from "@/lib/call/media/media.ts";
import { FUNNEL_STEPS } from "@/lib/protocol/funnel_steps.ts";
import { Visitors } from "@/tests/e2e/browser.ts";
import { startServer } from "@/tests/server_process.ts";
import { callInOnePage } from "./in_page_call.ts";
import { quantile } from "./load_result.ts";
import { callThroughSite, type Steps } from "./site_call.ts";

/** What browsers give who are asked for any camera. */
const SMALL_CAMERA = { width: 640, height: 480 };

/** The small camera is no budget: its turn comes in every third round. */
const SMALL_EVERY = 3;

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

/** Median and 95th percentile. */
function middleOf(values: readonly number[]): { median: number; p95: number } {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}

function printWay(
  name: string,
  ms: readonly number[],
  bases: readonly number[],
): void {
  const { median, p95 } = middleOf(ms);
  const ratios = bases.map((base) => `${(median / base).toFixed(2)} x`);
  print(
    `  ${name.padEnd(36)} ${median.toFixed(0).padStart(5)} ms` +
      `  ${p95.toFixed(0).padStart(5)} ms  ` +
      ratios.map((ratio) => ratio.padStart(8)).join(""),
  );
}

function printSteps(name: string, rounds: readonly Steps[]): void {
  print(`where the time goes, ${name}: from the start, median and p95`);
  for (const step of FUNNEL_STEPS) {
    const ms = rounds.map((steps) => steps[step]!).filter(Number.isFinite);
    if (ms.length === 0) continue;
    const { median, p95 } = middleOf(ms);
    print(
      `  ${step.padEnd(36)} ${median.toFixed(0).padStart(5)} ms` +
        `  ${p95.toFixed(0).padStart(5)} ms`,
    );
  }
}

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "60" } },
});
await using server = await startServer();
await using visitors = await Visitors.launch(server.baseUrl);
const { page } = await visitors.open("/terms");
const small: MediaStreamConstraints = {
  ...MEDIA_CONSTRAINTS,
  video: SMALL_CAMERA,
};
const alone: Steps[] = [];
const aloneSmall: Steps[] = [];
const pushed: Steps[] = [];
const pushedSmall: Steps[] = [];
const polled: Steps[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  if (round % SMALL_EVERY === 0) {
    aloneSmall.push(await callInOnePage(page, small));
    pushedSmall.push(
      await callThroughSite(visitors, { isPushed: true, camera: SMALL_CAMERA }),
    );
  }
  alone.push(await callInOnePage(page, MEDIA_CONSTRAINTS));
  pushed.push(await callThroughSite(visitors, { isPushed: true }));
  polled.push(await callThroughSite(visitors, { isPushed: false }));
}
const framesOf = (rounds: readonly Steps[]) =>
  rounds.map((steps) => steps["first-frame"]!);
const bases = [aloneSmall, alone].map((rounds) =>
  middleOf(framesOf(rounds)).median
);
print(
  `first remote frame, ${alone.length} rounds in turn ` +
    `(${aloneSmall.length} with the small camera): median and p95,`,
);
print("against one page with the small and with the site's camera");
printWay("in one page, 640 x 480", framesOf(aloneSmall), bases);
printWay("in one page, the site's camera", framesOf(alone), bases);
printWay("the site, pushed, 640 x 480", framesOf(pushedSmall), bases);
printWay("the site, pushed (budget 1.0 x)", framesOf(pushed), bases);
printWay("the site, polling (budget 2.5 x)", framesOf(polled), bases);
printSteps("in one page", alone);
printSteps("pushed", pushed);
printSteps("polling", polled);
