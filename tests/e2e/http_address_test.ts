import { deepEqual, equal } from "node:assert/strict";
import type { Page } from "playwright-core";
import { startPastSite } from "@/tests/past_site.ts";
import { Visitors } from "./browser.ts";
import { openDesk } from "./desk.ts";
import { e2e } from "./e2e.ts";

/** How the table is looked at, and what its address says. */
async function viewIn(page: Page) {
  const sorted = page.locator("th[aria-sort]:not([aria-sort=none])");
  return {
    query: new URL(page.url()).search,
    search: await page.getByRole("searchbox").inputValue(),
    hasOwn: await page.getByRole("checkbox").isChecked(),
    sort: await sorted.textContent(),
  };
}

e2e("how the routes are looked at is in the address", async () => {
  await using site = await startPastSite(3);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/http?range=7d");
  await page.getByRole("columnheader", { name: "p95" }).getByRole("link")
    .click();
  await page.getByRole("checkbox").check();
  await page.getByRole("searchbox").pressSequentially("rtc");
  const looked = {
    query: "?range=7d&search=rtc&sort=p95Ms&own=1",
    search: "rtc",
    hasOwn: true,
    sort: "p95↓",
  };
  deepEqual(await viewIn(page), looked);
  const routes = page.locator("tbody th");
  const shown = await routes.allTextContents();
  await page.reload();
  deepEqual(await viewIn(page), looked);
  deepEqual(await routes.allTextContents(), shown);
  // Another span is looked at in the same way.
  await page.getByRole("link", { name: "30d" }).click();
  await page.waitForURL("**/admin/http?range=30d&**");
  deepEqual(await viewIn(page), {
    ...looked,
    query: "?range=30d&search=rtc&sort=p95Ms&own=1",
  });
  await page.goBack();
  await page.waitForURL("**/admin/http?range=7d&**");
  await page.goBack();
  await page.waitForFunction(() =>
    document.querySelector("input[type=checkbox]:checked") === null
  );
  deepEqual(await viewIn(page), {
    query: "?range=7d&sort=p95Ms",
    search: "",
    hasOwn: false,
    sort: "p95↓",
  });
  deepEqual(visitors.errors, []);
});

e2e("a column opens in another tab for who wants one", async () => {
  await using site = await startPastSite(1);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/http");
  await page.getByRole("searchbox").and(page.locator(":enabled")).waitFor();
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "p95" })
    .click({ modifiers: ["ControlOrMeta"] });
  const tab = await opened;
  await tab.waitForURL("**/admin/http?sort=p95Ms");
  equal(new URL(page.url()).search, "");
});

e2e("what is chosen of alerts and history is in the address", async () => {
  await using site = await startPastSite(3);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/alerts");
  await page.locator("[name=state]").selectOption("closed");
  await page.locator("[name=severity]").selectOption("high");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL("**state=closed**severity=high");
  await page.reload();
  equal(await page.locator("[name=severity]").inputValue(), "high");
  await page.goBack();
  await page.waitForURL("**/admin/alerts");
  equal(await page.locator("[name=severity]").inputValue(), "");
  await page.goto(`${site.baseUrl}/admin/history?range=30d`);
  const chosen = page.locator(".segments [aria-current=true]");
  const before = await chosen.textContent();
  await page.locator(".segments a:not([aria-current=true])").first().click();
  await page.waitForFunction(
    (name) =>
      document.querySelector(".segments [aria-current=true]")?.textContent !==
        name,
    before,
  );
  await page.goBack();
  await page.waitForURL("**range=30d");
  equal(await chosen.textContent(), before);
});
