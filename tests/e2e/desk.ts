/**
 * An admin at the operators' desk, in a real browser.
 *
 * @module
 */

import type { Page } from "playwright-core";
import { type VisitorOptions, Visitors } from "./browser.ts";

/** Signs in on the way to a page of the desk, and waits for it. */
export async function openDesk(
  visitors: Visitors,
  path: string,
  options: VisitorOptions = {},
): Promise<Page> {
  const door = `/admin?${new URLSearchParams({ to: path })}`;
  const { page } = await visitors.open(door, options);
  await page.locator("#password").fill("test-password");
  await page.locator("button[type=submit]").click();
  await page.waitForURL(`**${path}`);
  return page;
}

/** Screens that the desk is made for. */
export const DESK_SCREENS = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
] as const;
