/**
 * Finds a browser for tests.
 *
 * @module
 */

import { findProgram } from "./programs.ts";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/**
 * A browser as an npm package. It is large, so it is fetched only where there
 * is no other one, and kept out of what everybody installs. It runs on Linux.
 */
const PACKED: string = "npm:@sparticuz/chromium@153.0.0";

/** How it is started for tests. */
export const FLAGS: string[] = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

/** Finds Chromium; `null` where there is none. */
export async function findChromium(): Promise<string | null> {
  const installed = await findProgram("CHROME_PATH", PLACES);
  if (installed !== null || Deno.build.os !== "linux") return installed;
  try {
    const { default: packed } = await import(PACKED);
    return await packed.executablePath();
  } catch {
    return null;
  }
}

/** Where the browser is; tests that need it are left out where it is not. */
export const chromiumPath = await findChromium();

/** Whether to leave browser tests out; never where CI is set. */
export const ignore = chromiumPath === null &&
  Deno.env.get("CI") !== "true";
