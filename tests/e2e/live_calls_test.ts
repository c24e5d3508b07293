import { deepEqual, equal, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { idOf, LiveSite } from "@/tests/live_site.ts";
import { heldBy } from "@/tests/page_memory.ts";
import { aCall, aMember } from "@/tests/lib/desk/live_calls.ts";
import { startServer } from "@/tests/server_process.ts";
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
  await page.getByRole("link", { name: "RTT" }).click();
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

/** Opens the list of 120 calls and scrolls to its middle. */
async function openInTheMiddle(visitors: Visitors): Promise<Page> {
  const page = await openDesk(visitors, "/admin/calls");
  await page.getByText("120 live calls").waitFor();
  await page.locator(".call-list").evaluate((list) => list.scrollTop = 1_230);
  await page.getByText("Rows keep their places").waitFor();
  return page;
}

e2e("the list keeps its place, and says when no news comes", async () => {
  await using site = await LiveSite.start(FEW);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openInTheMiddle(visitors);
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

/** Waits until rows fill the list from its top to its bottom. */
const filled = (page: Page) =>
  page.waitForFunction((selector) => {
    const list = document.querySelector(".call-list")!.getBoundingClientRect();
    const boxes = Array.from(
      document.querySelectorAll(selector),
      (row) => row.getBoundingClientRect(),
    );
    return boxes.length > 0 &&
      Math.min(...boxes.map(({ top }) => top)) <= list.top + 40 &&
      Math.max(...boxes.map(({ bottom }) => bottom)) >= list.bottom - 1;
  }, ROW);

e2e(
  "the list fills every screen that it is turned to, and keeps its place",
  async () => {
    await using site = await LiveSite.start(FEW);
    await using visitors = await Visitors.launch(site.baseUrl);
    const page = await openInTheMiddle(visitors);
    for (const [width, height] of [[390, 844], [844, 390], [1280, 1400]]) {
      const top = await topRow(page);
      await page.setViewportSize({ width: width!, height: height! });
      const rowPx = width! < 1024 ? 76 : 40;
      await page.waitForFunction(
        (px) =>
          document.querySelector<HTMLElement>(".call-space")!.style
            .blockSize ===
            px,
        `${120 * rowPx}px`,
      );
      await filled(page);
      equal(
        (await topRow(page))?.id,
        top!.id,
        `${width} px: another row on top`,
      );
      await page.locator(".call-list").evaluate((list) =>
        list.scrollTop += 2_000
      );
      await filled(page);
    }
    deepEqual(visitors.errors, []);
  },
);

/** Says whether text runs from its first letter on the left to its last. */
const runsRight = (cell: Element) => {
  const range = document.createRange();
  const text = cell.firstChild as Text;
  const leftOf = (i: number) => {
    range.setStart(text, i);
    range.setEnd(text, i + 1);
    return range.getBoundingClientRect().left;
  };
  return leftOf(0) < leftOf(text.length - 1);
};

e2e("figures stand before their units on a page from the right", async () => {
  await using site = await LiveSite.start(FEW);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/calls");
  await page.getByText("120 live calls").waitFor();
  await page.evaluate(() => {
    document.querySelector<HTMLElement>(".admin")!.dir = "rtl";
  });
  for (const cell of [".cell-rtt", ".cell-loss", ".cell-up", "h1"]) {
    const text = page.locator(cell.startsWith(".") ? `${ROW} ${cell}` : cell);
    equal(await text.first().evaluate(runsRight), true, cell);
  }
  await page.goto(`${site.baseUrl}/admin`);
  await page.getByText("All well, 120 calls.").waitFor();
  await page.evaluate(() => {
    document.querySelector<HTMLElement>(".admin")!.dir = "rtl";
  });
  const windows = page.locator(".tile-window").filter({ hasText: "60 min" });
  equal(await windows.first().evaluate(runsRight), true);
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

e2e("the list holds no more after ten minutes of updates", async () => {
  await using site = await LiveSite.start(FEW);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/calls");
  await page.getByText("120 live calls").waitFor();
  // As many changes as ten minutes bring, in some seconds: 120 calls, each
  // told every two seconds, and a call in ten that ends and begins anew.
  const changes = (from: number, count: number) => {
    for (let i = from; i < from + count; i++) {
      const id = idOf(i % 120);
      if (i % 10 === 0) site.end(id);
      const rttMs = 20 + i % 300;
      site.put(aCall(id, [aMember({ rttMs, lossShare: i % 7 / 100 })]));
    }
  };
  const settled = async (rttMs: number) => {
    site.put(aCall("marker", [aMember({ rttMs })]));
    await page.getByRole("searchbox").fill("marker");
    await page.getByText(`${rttMs} ms`).waitFor();
    await page.getByRole("searchbox").fill("");
    await page.getByText("121 live calls").waitFor();
  };
  changes(0, 3_600);
  await settled(801);
  const before = await heldBy(page);
  for (let minute = 1; minute <= 10; minute++) {
    changes(3_600 * minute, 3_600);
    await settled(801 + minute);
  }
  const after = await heldBy(page);
  ok(
    after.heapMb < before.heapMb + 1,
    `${before.heapMb.toFixed(1)} MB, then ${after.heapMb.toFixed(1)} MB`,
  );
  ok(after.nodes < before.nodes * 1.2, `${before.nodes}, ${after.nodes} nodes`);
  equal(after.listeners, before.listeners, "listeners");
  deepEqual(visitors.errors, []);
});

e2e("the list shows what a real server of 1,000 calls tells", async () => {
  await using server = await startServer({
    entry: "tests/fed_server.ts",
    env: { FEED_CALLS: "1000", FEED_MEMBERS: "10" },
  });
  await using visitors = await Visitors.launch(server.baseUrl);
  const page = await openDesk(visitors, "/admin/calls");
  await page.getByText("1,000 live calls").waitFor();
  await page.locator("[data-liveness=live]").waitFor();
  ok(await page.locator(ROW).count() < 100);
  const cells = () =>
    page.locator(`${ROW} :is(.cell-rtt, .cell-up)`).allTextContents();
  const before = await cells();
  await page.waitForFunction(
    ([selector, text]) =>
      Array.from(
        document.querySelectorAll(selector!),
        (cell) => cell.textContent,
      ).join() !== text,
    [`${ROW} :is(.cell-rtt, .cell-up)`, before.join()],
  );
  deepEqual(visitors.errors, []);
});
