/**
 * On what a call runs, in a word each: enough to see that a kind of device is
 * in trouble, too little to know anybody by.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";

/** The part of `navigator` that is needed. */
export type NavigatorHints = Pick<Navigator, "userAgent" | "maxTouchPoints">;

/** Browsers by what they call themselves; the first that fits, as most also
 * name the ones they descend from. */
const BROWSERS: readonly (readonly [name: string, version: RegExp])[] = [
  ["Edge", /\bEdg(?:A|iOS)?\/(\d+)/],
  ["Opera", /\bOPR\/(\d+)/],
  ["Samsung Internet", /\bSamsungBrowser\/(\d+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /\b(?:Chrome|HeadlessChrome|CriOS)\/(\d+)/],
  ["Safari", /\bVersion\/(\d+)[\d.]*(?: Mobile\/\w+)? Safari\//],
];

/** Tells kind of device and browser; an unknown browser is missing. */
export function deviceFactsOf(
  { userAgent, maxTouchPoints }: NavigatorHints,
): Pick<CallStats, "device" | "browser"> {
  const [name, version] = browserOf(userAgent) ?? [];
  return {
    device: deviceOf(userAgent, maxTouchPoints),
    ...(name !== undefined && { browser: `${name} ${version}` }),
  };
}

function browserOf(userAgent: string): [string, string] | null {
  for (const [name, pattern] of BROWSERS) {
    const [, version] = pattern.exec(userAgent) ?? [];
    if (version !== undefined) return [name, version];
  }
  return null;
}

function deviceOf(userAgent: string, maxTouchPoints: number): string {
  if (/iPhone|iPod|Android.*Mobile/.test(userAgent)) return "phone";
  // An iPad says that it is a Mac, but can be touched.
  const isTouchedMac = /Macintosh/.test(userAgent) && maxTouchPoints > 1;
  return /iPad|Android/.test(userAgent) || isTouchedMac ? "tablet" : "desktop";
}
