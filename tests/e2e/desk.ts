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

/** Screens that the desk is made for, by day and by night. */
export const DESK_SCREENS = [
  { viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  { viewport: { width: 2560, height: 1440 }, colorScheme: "light" },
  { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;
