/**
 * Takes the pictures of the pages of the operators' desk that tell of the past,
 * and of settings, on a desktop and on a phone.
 *
 *     deno run -A tests/screenshots/desk_past.ts [FOLDER]
 *
 * @module
 */

import { type VisitorOptions, Visitors } from "@/tests/e2e/browser.ts";
import { openDesk } from "@/tests/e2e/desk.ts";
import { startPastSite } from "@/tests/past_site.ts";

const FOLDER = Deno.args[0] ?? "docs/images/admin";

const SCREENS: Readonly<Record<string, VisitorOptions>> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  },
};

const PAGES: Readonly<Record<string, string>> = {
  history: "/admin/history?range=7d&against=before",
  http: "/admin/http?range=7d",
  route: "/admin/http/route?method=POST&route=%2Fapi%2Frtc%2Foffer&range=7d",
  alerts: "/admin/alerts",
  moderation: "/admin/moderation",
  thresholds: "/admin/settings",
  deletion: "/admin/settings/deletion",
  passkeys: "/admin/settings/passkeys",
  audit: "/admin/audit",
};

/** How long charts and lines take to be drawn, milliseconds. */
const SETTLE_MS = 900;

/** Days that the site has been running. */
const DAY_COUNT = 30;

await Deno.mkdir(FOLDER, { recursive: true });
await using site = await startPastSite(DAY_COUNT);
await using visitors = await Visitors.launch(site.baseUrl);
for (const [screen, options] of Object.entries(SCREENS)) {
  const page = await openDesk(visitors, "/admin/sessions", options);
  for (const [name, path] of Object.entries(PAGES)) {
    await page.goto(site.baseUrl + path);
    await page.mouse.move(1, 1);
    await page.waitForTimeout(SETTLE_MS);
    await page.screenshot({
      path: `${FOLDER}/${name}-${screen}.jpg`,
      type: "jpeg",
      quality: 80,
    });
  }
  await page.context().close();
}
