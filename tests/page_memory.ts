/**
 * What a page in Chromium holds.
 *
 * @module
 */

import type { Page } from "playwright-core";

/** What is held once garbage is gone. */
export interface HeldByPage {
  /** Memory of its scripts, megabytes. */
  heapMb: number;
  /** Nodes, those that are in no document too. */
  nodes: number;
  /** Listeners of events. */
  listeners: number;
}

/** Collects the garbage of a page, and tells what is left. */
export async function heldBy(page: Page): Promise<HeldByPage> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  await cdp.detach();
  const of = (wanted: string) =>
    metrics.find(({ name }) => name === wanted)!.value;
  return {
    heapMb: of("JSHeapUsedSize") / 1e6,
    nodes: of("Nodes"),
    listeners: of("JSEventListeners"),
  };
}
