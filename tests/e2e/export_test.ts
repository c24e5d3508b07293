import { deepEqual, equal, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { startPastSite } from "@/tests/past_site.ts";
import { startServer } from "@/tests/server_process.ts";
import { Visitors } from "./browser.ts";
import { openDesk } from "./desk.ts";
import { e2e } from "./e2e.ts";

/** Tables of which the made-up site has rows. */
const TABLES = [
  "http-hourly",
  "http-daily",
  "rtc-hourly",
  "rtc-daily",
  "alerts",
];

const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;

/** Reads a file as RFC 4180 has it: cells, row by row. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  let end = 0;
  for (const [all, quoted, plain, mark] of csv.matchAll(CELL)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (mark === "\r\n") rows.push([]);
    end += all.length;
  }
  equal(end, csv.length, `not a cell: ${csv.slice(end, end + 80)}`);
  deepEqual(rows.pop(), [], "the last line has an end");
  return rows;
}

async function download(page: Page, what: string, format: string) {
  await page.locator("[name=what]").selectOption(what);
  await page.locator("[name=format]").selectOption(format);
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  return await Deno.readTextFile(await (await started).path());
}

e2e("every export says the same as CSV and as JSON, cell by cell", async () => {
  await using site = await startPastSite(3);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/settings/export");
  const yesterday = new Date(Date.now() - 24 * 3_600_000);
  // Today's hour goes on while the two are asked for.
  await page.locator("[name=to]").fill(yesterday.toISOString().slice(0, 10));
  for (const what of TABLES) {
    const [head, ...lines] = cellsOf(await download(page, what, "csv"));
    const rows = JSON.parse(await download(page, what, "json"));
    ok(rows.length > 0, `${what} has no rows`);
    deepEqual(
      lines,
      rows.map((row: Record<string, unknown>) =>
        head!.map((name) => String(row[name] ?? ""))
      ),
      what,
    );
  }
});

e2e("the form for an export is no wider than the smallest phone", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const page = await openDesk(visitors, "/admin/settings/export");
  await page.setViewportSize({ width: 320, height: 640 });
  const widthPx = await page.evaluate(() =>
    document.documentElement.scrollWidth
  );
  equal(widthPx, 320);
});
