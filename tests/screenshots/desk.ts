/**
 * Takes the pictures of the operators' desk that the documents show, on a
 * desktop and on a phone, the first three pages in the dark, too. The calls are
 * made up: `tests/live_site.ts`.
 *
 *     deno task screenshots:desk [FOLDER]
 *
 * @module
 */

import type { Page } from "playwright-core";
import { type VisitorOptions, Visitors } from "@/tests/e2e/browser.ts";
import { openDesk } from "@/tests/e2e/desk.ts";
import { LiveSite } from "@/tests/live_site.ts";
import { aBadCall } from "@/tests/lib/desk/call_records.ts";
import { anAlert } from "@/tests/lib/desk/live_calls.ts";
import { aBusyEvening } from "@/tests/lib/desk/overviews.ts";

const FOLDER = Deno.args[0] ?? "docs/images/admin";

const SCREENS: Readonly<Record<string, VisitorOptions>> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
};

const CALL = "0mi9sfk2pkJ3x91bQ2vT";

/** Pages by their names, and what tells that they show what they are to. */
const PAGES: Readonly<Record<string, readonly [path: string, text: string]>> = {
  overview: ["/admin", "212.4"],
  calls: ["/admin/calls", "1,000 live calls"],
  call: [`/admin/calls/${CALL}`, "The caller's uplink"],
};

/** How long charts and lines take to be drawn, milliseconds. */
const SETTLE_MS = 900;

await Deno.mkdir(FOLDER, { recursive: true });
await using site = await LiveSite.start({
  callCount: 1_000,
  memberCount: 2,
  changesPerSecond: 100,
});
const now = Date.now();
site.records.set(CALL, aBadCall(CALL, now - 5_400_000));
site.overview = {
  ...aBusyEvening(now),
  alerts: [
    anAlert("x", {
      severity: "high",
      title: "First media comes late",
      unit: "ms",
      value: 1_180,
      threshold: 1_000,
      startedAt: now - 420_000,
    }),
  ],
};
site.openAlerts.push(...site.overview.alerts);
await using visitors = await Visitors.launch(site.baseUrl);
for (const [screen, options] of Object.entries(SCREENS)) {
  for (const [name, [path, text]] of Object.entries(PAGES)) {
    const page = await openDesk(visitors, path, options);
    await page.getByText(text).first().waitFor();
    await shoot(page, `${name}-${screen}`);
    await page.context().close();
  }
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(1, 1);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({
    path: `${FOLDER}/${name}.jpg`,
    type: "jpeg",
    quality: 80,
  });
}
