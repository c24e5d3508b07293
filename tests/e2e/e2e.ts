/**
 * Tests that drive a browser.
 *
 * @module
 */

import { tmpdir } from "node:os";
import { join } from "node:path";
import { ignore } from "@/tests/chromium.ts";

/** Whoever holds this file drives browsers. */
const TURN_FILE = join(tmpdir(), `parley-e2e-${Deno.uid()}.lock`);

/** What a test needs besides Chromium. */
export interface E2eOptions {
  /** Whether something else is missing that it needs. */
  isLeftOut?: boolean;
}

/**
 * Declares a test that needs a browser. One runs at a time, whatever runs
 * beside it: two calls with two browsers each on two cores make each other late.
 */
export function e2e(
  name: string,
  fn: () => Promise<void>,
  { isLeftOut = false }: E2eOptions = {},
): void {
  Deno.test({
    name: `[e2e] ${name}`,
    ignore: ignore || isLeftOut,
    // The browser's driver keeps handles of its own.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      using turn = await Deno.open(TURN_FILE, { create: true, write: true });
      await turn.lock(true);
      await fn();
    },
  });
}
