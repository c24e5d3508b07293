/**
 * `deno task bench:first-frame`: from asking for a partner to the first remote
 * frame, against two peer connections wired up inside one page. Prints; never
 * fails on a figure.
 *
 * Three ways take turns in one run: (a) two connections made from scratch in
 * one page, with a browser's default camera (640 x 480, the measure of the
 * ratios) and with the one the site asks for, (b) the site with both sides warm and the event stream, (c) the
 * same with the event stream blocked, so that both sides poll. Warm means that
 * the page was open for a few seconds and showed the camera's preview. The time
 * of (b) and (c) is that of the visitor who arrives, from the press of Start.
 *
 *     deno task bench:first-frame [--rounds=60]
 *
 * @module
 */

import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { MEDIA_CONSTRAINTS } from "@/lib/call/media/media.ts";
import { FUNNEL_STEPS } from "@/lib/protocol/funnel_steps.ts";
import { type Visitor, Visitors } from "@/tests/e2e/browser.ts";
import { startServer } from "@/tests/server_process.ts";

/** Milliseconds a visitor looks at the preview before they press Start. */
const PREVIEW_MS = 2_500;
/** Milliseconds between the two presses, at least; at most half a second more. */
const APART_MS = 1_000;

/** Milliseconds after the press of Start, by step. */
type Steps = Record<string, number>;

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

/** The value that this share of all values is below. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)]!;
}

const median = (values: readonly number[]) => quantile(values, 0.5);

/** Wires two connections up inside a page; milliseconds to the first frame. */
async function inOnePage(
  page: Page,
  constraints: MediaStreamConstraints,
): Promise<number> {
  return await page.evaluate(async (constraints) => {
    const media = await navigator.mediaDevices.getUserMedia(constraints);
    const startedAt = performance.now();
    const [one, two] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.onicecandidate = ({ candidate }) => two.addIceCandidate(candidate!);
    two.onicecandidate = ({ candidate }) => one.addIceCandidate(candidate!);
    const video = document.createElement("video");
    video.muted = true;
    const firstFrame = new Promise<number>((resolve) => {
      video.requestVideoFrameCallback(() => resolve(performance.now()));
    });
    two.ontrack = ({ streams }) => {
      video.srcObject = streams[0]!;
      void video.play();
    };
    for (const track of media.getTracks()) {
      one.addTrack(track, media);
      two.addTrack(track, media);
    }
    await one.setLocalDescription();
    await two.setRemoteDescription(one.localDescription!);
    await two.setLocalDescription();
    await one.setRemoteDescription(two.localDescription!);
    const tookMs = await firstFrame - startedAt;
    one.close();
    two.close();
    for (const track of media.getTracks()) track.stop();
    return tookMs;
  }, constraints);
}

/** Opens the chat page and waits until its visitor is ready. */
async function openWarm(
  visitors: Visitors,
  isPushed: boolean,
): Promise<Visitor> {
  const visitor = await visitors.open("/chat", {
    blocked: isPushed ? [] : ["**/api/rtc/events"],
  });
  await visitor.page.waitForFunction(() =>
    document.querySelector<HTMLVideoElement>("[data-testid=local-video]")
      ?.srcObject
  );
  await visitor.page.evaluate(() =>
    addEventListener("click", () => performance.mark("pressed"), true)
  );
  return visitor;
}

/** Lets a waiting visitor be met; the steps of the one who arrives. */
async function throughTheSite(
  visitors: Visitors,
  isPushed: boolean,
): Promise<Steps> {
  const [waiting, arriving] = [
    await openWarm(visitors, isPushed),
    await openWarm(visitors, isPushed),
  ];
  await arriving.page.waitForTimeout(PREVIEW_MS);
  await waiting.press("start");
  await waiting.reaches("waiting");
  await waiting.page.waitForTimeout(APART_MS + 500 * Math.random());
  await arriving.press("start");
  await arriving.page.waitForFunction(() =>
    performance.getEntriesByName("call:first-frame").length > 0
  );
  const marks = await arriving.marks();
  for (const visitor of [arriving, waiting]) {
    await visitor.page.context().close();
  }
  return Object.fromEntries(
    FUNNEL_STEPS.map((step) => [step, marks[`call:${step}`]! - marks.pressed!]),
  );
}

function printWay(name: string, ms: readonly number[], baseMs: number): void {
  print(
    `  ${name.padEnd(38)} ${median(ms).toFixed(0).padStart(4)} ms` +
      `  (p25 ${quantile(ms, 0.25).toFixed(0)}, p75 ${
        quantile(ms, 0.75).toFixed(0)
      })  ${(median(ms) / baseMs).toFixed(2)} x`,
  );
}

function printSteps(name: string, rounds: readonly Steps[]): void {
  print(`where the time goes, ${name}, median after the press`);
  for (const step of FUNNEL_STEPS) {
    const ms = rounds.map((steps) => steps[step]!).filter(Number.isFinite);
    if (ms.length > 0) {
      print(`  ${step.padEnd(38)} ${median(ms).toFixed(0).padStart(4)} ms`);
    }
  }
}

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "60" } },
});
await using server = await startServer();
await using visitors = await Visitors.launch(server.baseUrl);
const { page } = await visitors.open("/terms");
const alone: number[] = [];
const aloneLarge: number[] = [];
const pushed: Steps[] = [];
const polled: Steps[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  alone.push(await inOnePage(page, { video: true, audio: true }));
  aloneLarge.push(await inOnePage(page, MEDIA_CONSTRAINTS));
  pushed.push(await throughTheSite(visitors, true));
  polled.push(await throughTheSite(visitors, false));
}
const firstFrame = (rounds: readonly Steps[]) =>
  rounds.map((steps) => steps["first-frame"]!);
const baseMs = median(alone);
print(`first remote frame, ${values.rounds} rounds in turn, median`);
printWay("two connections in one page, cold", alone, baseMs);
printWay("the same with the site's camera, 720p", aloneLarge, baseMs);
printWay("the site, pushed (budget 1.0 x)", firstFrame(pushed), baseMs);
printWay("the site, polling (budget 2.5 x)", firstFrame(polled), baseMs);
printSteps("pushed", pushed);
printSteps("polling", polled);
