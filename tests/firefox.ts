/**
 * Finds Firefox for tests, as it is installed for people.
 *
 * @module
 */

import { findProgram } from "./programs.ts";

const PLACES = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:/Program Files/Mozilla Firefox/firefox.exe",
];

/** Settings of one that has made-up devices and calls on this machine. */
export const PREFERENCES: Readonly<Record<string, boolean | number>> = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "permissions.default.camera": 1,
  "permissions.default.microphone": 1,
  "media.peerconnection.ice.loopback": true,
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  // Sound is heard without a press of a key.
  "media.autoplay.default": 0,
};

const path = await findProgram("FIREFOX_PATH", PLACES);

/** Whether to leave out tests that need Firefox; never where CI is set. */
export const hasNoFirefox = path === null && Deno.env.get("CI") !== "true";

/**
 * Tells where Firefox is.
 *
 * @throws {Error} With what to install, where there is none.
 */
export function firefoxPath(): string {
  if (path !== null) return path;
  throw new Error(
    "Cannot find Firefox: install the package firefox-esr, " +
      "or name the program in FIREFOX_PATH",
  );
}
