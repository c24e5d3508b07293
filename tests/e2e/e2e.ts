/**
 * Tests that drive a browser.
 *
 * @module
 */

import { ignore } from "@/tests/chromium.ts";

/** Declares a test that needs a browser. */
export function e2e(name: string, fn: () => Promise<void>): void {
  Deno.test({
    name: `[e2e] ${name}`,
    ignore,
    // The browser's driver keeps handles of its own.
    sanitizeOps: false,
    sanitizeResources: false,
    fn,
  });
}
