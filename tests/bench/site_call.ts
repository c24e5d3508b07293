/**
 * A call through the site, between two visitors who looked at their own picture
 * for a moment: everything is ready, as it is for people.
 *
 * @module
 */

import { FUNNEL_STEPS } from "@/lib/protocol/funnel_steps.ts";
import type { Visitor, Visitors } from "@/tests/e2e/browser.ts";

/** Milliseconds after the press of Start, by step. */
export type Steps = Record<string, number>;

/** How a call through the site is made. */
export interface SiteCallOptions {
  /** Whether the event stream gets through; else both sides poll. */
  isPushed: boolean;
  /** Size of the camera's picture; the site's own wish where it is missing. */
  camera?: { width: number; height: number };
}

/**
 * Milliseconds a visitor looks at the preview before they press Start: an offer
 * is ready after one second at the latest.
 */
const PREVIEW_MS = 1_500;
/** Milliseconds between the two presses, at least; at most half a second more. */
const APART_MS = 500;

/**
 * Lets a waiting visitor be met.
 *
 * @returns The steps of the one who arrives.
 */
export async function callThroughSite(
  visitors: Visitors,
  options: SiteCallOptions,
): Promise<Steps> {
  const [waiting, arriving] = await Promise.all([
    openWarm(visitors, options),
    openWarm(visitors, options),
  ]);
  await arriving.page.waitForTimeout(PREVIEW_MS);
  await waiting.press("start");
  await waiting.reaches("waiting");
  await waiting.page.waitForTimeout(APART_MS + 500 * Math.random());
  await arriving.press("start");
  await arriving.page.evaluate(seesPicture);
  const marks = await arriving.marks();
  await Promise.all(
    [arriving, waiting].map(({ page }) => page.context().close()),
  );
  return Object.fromEntries(
    FUNNEL_STEPS.map((step) => [step, marks[`call:${step}`]! - marks.pressed!]),
  );
}

/**
 * Waits for the first picture. Not by asking in every frame, as browser tests
 * do: then the page would draw 60 times a second meanwhile. Runs in the page.
 */
async function seesPicture(): Promise<void> {
  const picture = "call:first-frame";
  await new Promise<void>((resolve) => {
    new PerformanceObserver((list) => {
      if (list.getEntriesByName(picture).length > 0) resolve();
    }).observe({ type: "mark", buffered: true });
  });
}

/** Opens the chat page and waits until its visitor is ready. */
async function openWarm(
  visitors: Visitors,
  { isPushed, camera }: SiteCallOptions,
): Promise<Visitor> {
  const visitor = await visitors.open("/terms", {
    blocked: isPushed ? [] : ["**/api/rtc/events"],
  });
  const { page } = visitor;
  if (camera) await page.addInitScript(useCamera, camera);
  await page.goto(new URL("/chat", page.url()).href);
  await page.waitForFunction(() =>
    document.querySelector<HTMLVideoElement>("[data-testid=local-video]")
      ?.srcObject
  );
  await page.evaluate(() =>
    addEventListener("click", () => performance.mark("pressed"), true)
  );
  return visitor;
}

/** Gives the page a camera of this size. Runs in the page. */
function useCamera(size: { width: number; height: number }): void {
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wanted = {}) => {
    const { video } = wanted;
    if (typeof video !== "object") return open(wanted);
    return open({ ...wanted, video: { ...video, ...size } });
  };
}
