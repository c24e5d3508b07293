import { deepEqual, equal, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { FIRST_SCREEN_ROWS } from "@/lib/desk/first_screen.ts";
import { aCall, aMember } from "@/tests/lib/desk/live_calls.ts";
import { LiveSite } from "@/tests/live_site.ts";
import { startServer } from "@/tests/server_process.ts";
import { Visitors } from "./browser.ts";
import { openDesk } from "./desk.ts";
import { e2e } from "./e2e.ts";
import { axeProblems } from "./layout.ts";

const ROW = ".call-row:not(.call-head)";
const FEW = { callCount: 120, memberCount: 2, changesPerSecond: 0 };

/** What the list says is chosen, and what its address says. */
async function chosenIn(page: Page) {
  const sorted = page.locator(".call-head [aria-sort]");
  return {
    query: new URL(page.url()).search,
    quality: await page.getByLabel("Quality").inputValue(),
    text: await page.getByRole("searchbox").inputValue(),
    sort: await sorted.getAttribute("class"),
    order: await sorted.getAttribute("aria-sort"),
  };
}

const FIRST = {
  query: "",
  quality: "",
  text: "",
  sort: "cell-quality",
  order: "descending",
};
const FILTERED = { ...FIRST, query: "?quality=poor", quality: "poor" };
const SORTED = {
  ...FILTERED,
  query: "?quality=poor&sort=rtt&order=asc",
  sort: "cell-rtt",
  order: "ascending",
};

e2e("what is chosen of the calls is in the address", async () => {
  await using site = await LiveSite.start(FEW);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/calls");
  await page.getByText("120 live calls").waitFor();
  deepEqual(await chosenIn(page), FIRST);
  await page.getByLabel("Quality").selectOption("poor");
  await page.getByText(/ of 120 calls/).waitFor();
  deepEqual(await chosenIn(page), FILTERED);
  const head = page.locator(".call-head");
  await head.getByRole("link", { name: "RTT" }).click();
  await head.getByRole("link", { name: "RTT" }).click();
  deepEqual(await chosenIn(page), SORTED);
  const ids = await page.locator(`${ROW} a`).allTextContents();
  await page.reload();
  await page.getByText(/ of 120 calls/).waitFor();
  deepEqual(await chosenIn(page), SORTED);
  deepEqual(await page.locator(`${ROW} a`).allTextContents(), ids);
  // Letter by letter is no step of its own.
  await page.getByRole("searchbox").pressSequentially("call");
  equal(new URL(page.url()).searchParams.get("text"), "call");
  await page.goBack();
  await page.locator(".call-head .cell-rtt[aria-sort=descending]").waitFor();
  await page.goBack();
  await page.locator(".call-head .cell-quality[aria-sort]").waitFor();
  deepEqual(await chosenIn(page), FILTERED);
  await page.goBack();
  await page.getByText(/ of 120 calls/).waitFor({ state: "detached" });
  deepEqual(await chosenIn(page), FIRST);
  await page.goForward();
  await page.getByText(/ of 120 calls/).waitFor();
  deepEqual(await chosenIn(page), FILTERED);
  deepEqual(visitors.errors, []);
});

const FED = { FEED_CALLS: "50", FEED_MEMBERS: "2" };

/** The round trips of the rows, milliseconds. */
const roundTrips = (page: Page) =>
  page.locator(`${ROW} .cell-rtt`).evaluateAll((cells) =>
    cells.map((cell) => parseFloat(cell.textContent))
  );

/** Some of the rows have no boxes on a low screen: those left must fill it. */
async function fillsEveryScreen(page: Page): Promise<void> {
  const before = page.viewportSize()!;
  const list = page.locator("#first-calls");
  for (
    const [width, height] of [
      [390, 844],
      [1023, 1476],
      [1280, 816],
      [1280, 817],
      [1920, 1096],
      [1920, 1097],
      [2560, 1440],
    ] as const
  ) {
    await page.setViewportSize({ width, height });
    const end = (await list.boundingBox())!;
    const boxes = await page.locator(ROW).evaluateAll((rows) =>
      rows.map((row) => row.getBoundingClientRect().bottom)
    );
    const bottom = Math.max(...boxes);
    ok(bottom >= end.y + end.height - 1, `${width} × ${height}: ${bottom}`);
  }
  await page.setViewportSize(before);
}

e2e("the first picture has the rows that the address chooses", async () => {
  await using server = await startServer({
    entry: "tests/fed_server.ts",
    env: { ...FED, FEED_ONCE: "1" },
  });
  await using visitors = await Visitors.launch(server.baseUrl);
  const page = await openDesk(
    visitors,
    "/admin/calls?sort=rtt",
    { javaScriptEnabled: false },
  );
  equal(await page.locator("h1").textContent(), "50 live calls");
  const shown = await roundTrips(page);
  equal(shown.length, FIRST_SCREEN_ROWS);
  deepEqual(shown, shown.toSorted((a, b) => b - a));
  ok(shown[0]! > shown.at(-1)!, "all alike");
  const box = await page.locator(ROW).nth(3).boundingBox();
  await fillsEveryScreen(page);
  const alive = await openDesk(visitors, "/admin/calls?sort=rtt");
  await alive.locator("[data-liveness=live]").waitFor();
  await alive.locator("#first-calls").waitFor({ state: "detached" });
  equal(await alive.getByRole("grid").count(), 1);
  deepEqual(await alive.locator(ROW).nth(3).boundingBox(), box, "rows jump");
  deepEqual(visitors.errors, []);
});

e2e("the rows of the server stay while the stream cannot be had", async () => {
  await using site = await LiveSite.start({ ...FEW, isFed: true });
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/calls");
  await page.locator("#first-calls").waitFor({ state: "detached" });
  await page.route("**/api/monitoring/stream", (route) => route.abort());
  await page.reload();
  await page.locator("[data-liveness=reconnecting]").waitFor();
  equal(await page.locator(ROW).count(), FIRST_SCREEN_ROWS);
  await page.unroute("**/api/monitoring/stream");
  await page.locator("[data-liveness=live]").waitFor();
  await page.locator("#first-calls").waitFor({ state: "detached" });
  site.put(aCall("slowest", [aMember({ rttMs: 9_000, quality: "poor" })]));
  await page.getByText("121 live calls").waitFor();
});

/** Brings two visitors into a call; the id of the one who came first. */
async function twoInACall(baseUrl: string): Promise<string> {
  const cookies = [];
  for (let i = 0; i < 2; i++) {
    const init = await fetch(`${baseUrl}/api/anon/init`);
    await init.body?.cancel();
    const cookie = init.headers.getSetCookie()[0]!.split(";")[0]!;
    cookies.push(cookie);
    const enqueued = await fetch(`${baseUrl}/api/rtc/enqueue`, {
      method: "POST",
      headers: { cookie },
    });
    equal(enqueued.status, 204);
  }
  return cookies[0]!.replace("anon=", "").split(".")[0]!;
}

e2e(
  "a visitor's id leads to their call, and stays out of the address",
  async () => {
    await using site = await LiveSite.start(FEW);
    await using visitors = await Visitors.launch(site.baseUrl);
    const visitor = await twoInACall(site.baseUrl);
    const page = await openDesk(visitors, "/admin/calls?quality=poor");
    await page.getByText(/ of 120 calls/).waitFor();
    await page.getByRole("searchbox").fill(visitor);
    await page.getByText("No call has this id").waitFor();
    equal(new URL(page.url()).search, "?quality=poor");
    deepEqual(await axeProblems(page), []);
    await page.getByRole("button", { name: "Find the visitor's call" }).click();
    await page.getByText("They are the caller of").waitFor();
    await page.getByRole("link", { name: /^call / }).click();
    await page.waitForURL("**/admin/calls/*");
    equal(page.url().includes(visitor), false);
    await page.goto(`${site.baseUrl}/admin/audit`);
    await page.getByRole("rowheader", { name: "Looked for a visitor's call" })
      .waitFor();
    equal((await page.content()).includes(visitor), false);
    await page.goto(`${site.baseUrl}/admin/calls`);
    await page.getByText("120 live calls").waitFor();
    await page.getByRole("searchbox").fill(`${visitor.slice(0, -1)}_`);
    await page.getByRole("button", { name: "Find the visitor's call" }).click();
    await page.getByText("No visitor of that id is in a call now.").waitFor();
    deepEqual(visitors.errors, []);
  },
);
