import { deepEqual, equal } from "node:assert/strict";
import type { Page } from "playwright-core";
import { LiveSite } from "@/tests/live_site.ts";
import { startPastSite } from "@/tests/past_site.ts";
import { Visitors } from "./browser.ts";
import { openDesk } from "./desk.ts";
import { e2e } from "./e2e.ts";

/** A desk as it is until its script has come, for as long as a test looks. */
const WITHOUT_SCRIPT = { javaScriptEnabled: false } as const;

/** Controls that take a press, which nobody hears. */
const deafControls = async (page: Page) =>
  await page.locator("main :is(button, input, select, textarea):enabled")
    .and(page.locator(":not(form[action] *)")).allTextContents();

e2e("no control of the desk is deaf before its page is alive", async () => {
  await using site = await startPastSite(2);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin", WITHOUT_SCRIPT);
  for (
    const path of [
      "/admin",
      "/admin/calls",
      "/admin/calls/anybody",
      "/admin/http",
      "/admin/http?range=7d",
      "/admin/http/route?method=GET&route=%2Fchat&range=7d",
      "/admin/history?range=7d",
      "/admin/alerts",
      "/admin/settings",
      "/admin/settings/export",
      "/admin/settings/deletion",
      "/admin/settings/passkeys",
      "/admin/sessions",
      "/admin/audit",
    ]
  ) {
    await page.goto(site.baseUrl + path);
    await page.locator("h1").waitFor();
    deepEqual([path, await deafControls(page)], [path, []]);
  }
});

e2e("lists are ordered before their page is alive", async () => {
  await using site = await LiveSite.start({
    callCount: 30,
    memberCount: 2,
    changesPerSecond: 0,
    isFed: true,
  });
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(
    visitors,
    "/admin/calls?quality=good",
    WITHOUT_SCRIPT,
  );
  const { length } = await deafControls(page);
  equal(length, 0);
  await page.getByRole("link", { name: "RTT" }).click();
  await page.waitForURL("**/admin/calls?quality=good&sort=rtt");
  await page.locator(".cell-rtt[aria-sort=descending]").waitFor();
  await page.getByRole("link", { name: "RTT" }).click();
  await page.locator(".cell-rtt[aria-sort=ascending]").waitFor();
  await page.goto(`${site.baseUrl}/admin/http?own=1`);
  await page.getByRole("link", { name: "p95" }).click();
  await page.waitForURL("**/admin/http?sort=p95Ms&own=1");
  await page.getByRole("columnheader", { name: "p95" })
    .and(page.locator("[aria-sort=descending]")).waitFor();
});

e2e("an alert is acknowledged before the overview is alive", async () => {
  await using site = await startPastSite(1);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin", WITHOUT_SCRIPT);
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await page.waitForURL("**/admin/alerts");
  await page.getByText(/^acknowledged/).waitFor();
});
