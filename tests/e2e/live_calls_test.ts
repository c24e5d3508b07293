import { deepEqual, equal, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { idOf, LiveSite } from "@/tests/live_site.ts";
import { aCall, aMember } from "@/tests/lib/desk/live_calls.ts";
import { Visitors } from "./browser.ts";
import { DESK_SCREENS, openDesk } from "./desk.ts";
import { e2e } from "./e2e.ts";
import { axeProblems } from "./layout.ts";

const ROW = ".call-row:not(.call-head)";
const MANY = { callCount: 1_000, memberCount: 10, changesPerSecond: 500 };
const FEW = { callCount: 120, memberCount: 2, changesPerSecond: 0 };

const idsOf = (page: Page) =>
  page.locator(`${ROW} a`).evaluateAll((links) =>
    links.map((link) => link.getAttribute("title"))
  );

/** The row that lies at the top of the list, and how far it is scrolled in. */
const topRow = (page: Page) =>
  page.evaluate((selector) => {
    const list = document.querySelector(".call-list")!.getBoundingClientRect();
    const head = document.querySelector(".call-head")!.getBoundingClientRect();
    const top = list.top + head.height + 1;
    for (const row of document.querySelectorAll(selector)) {
      const box = row.getBoundingClientRect();
      if (box.bottom <= top) continue;
      return { id: row.id, at: Math.round(box.top - list.top) };
    }
    return null;
  }, ROW);

e2e(
  "the list holds 1,000 calls × 10 members in less than 100 rows",
  async () => {
    await using site = await LiveSite.start(MANY);
    await using visitors = await Visitors.launch(site.baseUrl);
    for (const screen of DESK_SCREENS) {
      const { viewport } = screen;
      const page = await openDesk(visitors, "/admin/calls", screen);
      await page.getByText("1,000 live calls").waitFor();
      await page.locator(ROW).first().waitFor();
      ok(await page.locator(ROW).count() < 100);
      const { width } = viewport;
      const scrollWidth = await page.evaluate(() =>
        document.documentElement.scrollWidth
      );
      ok(scrollWidth <= width, `${scrollWidth} of ${width}`);
      deepEqual([width, await axeProblems(page)], [width, []]);
      const top = await topRow(page);
      await page.locator(".call-list").evaluate((list) =>
        list.scrollTop = 8_000
      );
      await page.waitForFunction(
        (id) => document.getElementById(id) === null,
        top!.id,
      );
      ok(await page.locator(ROW).count() < 100);
      const seen = await topRow(page);
      await page.waitForTimeout(1_500);
      deepEqual(await topRow(page), seen, "rows move while they are looked at");
      await page.context().close();
    }
    deepEqual(visitors.errors, []);
  },
);

e2e("calls are found, filtered, sorted and shown as they change", async () => {
  await using site = await LiveSite.start(FEW);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/calls");
  await page.getByText("120 live calls").waitFor();
  const search = page.getByRole("searchbox");
  await search.fill(idOf(77));
  await page.waitForFunction(
    (row) => document.querySelectorAll(row).length === 1,
    ROW,
  );
  deepEqual(await idsOf(page), [idOf(77)]);
  await page.getByText("1 of 120 calls.").waitFor();
  await search.fill("no such call");
  await page.getByText("No call fits").waitFor();
  await search.fill("");
  await page.getByLabel("Quality").selectOption("poor");
  await page.locator(ROW).first().waitFor();
  const levels = await page.locator(`${ROW} .cell-quality`).allTextContents();
  deepEqual([...new Set(levels)], ["poor"]);
  await page.getByLabel("Quality").selectOption("");
  await page.getByRole("button", { name: "RTT" }).click();
  const head = page.getByRole("columnheader", { name: "RTT" });
  equal(await head.getAttribute("aria-sort"), "descending");
  site.put(aCall("slowest", [aMember({ rttMs: 9_000, quality: "poor" })], {
    startedAt: Date.now(),
  }));
  await page.waitForFunction(
    (row) =>
      document.querySelector(`${row} a`)?.getAttribute("title") === "slowest",
    ROW,
  );
  site.end("slowest");
  await page.getByText("120 live calls").waitFor();
  deepEqual(visitors.errors, []);
});

e2e("the list keeps its place, and says when no news comes", async () => {
  await using site = await LiveSite.start(FEW);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/calls");
  await page.getByText("120 live calls").waitFor();
  await page.locator(".call-list").evaluate((list) => list.scrollTop = 1_230);
  await page.getByText("Rows keep their places").waitFor();
  const before = await topRow(page);
  const ids = await idsOf(page);
  const gone = [...site.calls.keys()].filter((id) => !ids.includes(id))
    .slice(0, 20);
  for (const id of gone) site.end(id);
  await page.getByText("100 live calls").waitFor();
  deepEqual(await topRow(page), before);
  await page.getByRole("button", { name: "Sort now" }).click();
  await page.getByText("Rows keep their places").waitFor({ state: "hidden" });
  site.cut();
  await page.locator("[data-liveness=reconnecting]").waitFor();
  await page.locator("[data-liveness=live]").waitFor();
});

e2e("the list works by keyboard alone", async () => {
  await using site = await LiveSite.start(FEW);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/calls");
  await page.getByText("120 live calls").waitFor();
  const [first, second] = await idsOf(page);
  const list = page.getByRole("grid");
  await list.focus();
  const active = () => list.getAttribute("aria-activedescendant");
  // A row that has to be drawn first is named once it is.
  const becomesActive = (id: string) =>
    page.locator(`[role=grid][aria-activedescendant="call-${id}"]`).waitFor();
  await page.keyboard.press("ArrowDown");
  await becomesActive(first!);
  await page.keyboard.press("End");
  await page.waitForFunction(
    (id) => document.getElementById(id) === null,
    `call-${first}`,
  );
  const last = await active();
  ok(last !== null && last !== `call-${first}`);
  const isInSight = await page.locator(`#${last}`).evaluate((row) => {
    const list = row.closest(".call-list")!.getBoundingClientRect();
    const { top, bottom } = row.getBoundingClientRect();
    return top >= list.top && bottom <= list.bottom + 1;
  });
  ok(isInSight, "the selected row is out of sight");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await becomesActive(second!);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/admin/calls/${second}`);
});
