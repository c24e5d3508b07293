import { deepEqual, equal, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { startPastSite } from "@/tests/past_site.ts";
import { startServer, TEST_ADMIN_TOKEN } from "@/tests/server_process.ts";
import { Visitors } from "./browser.ts";
import { DESK_SCREENS, openDesk } from "./desk.ts";
import { e2e } from "./e2e.ts";
import { axeProblems } from "./layout.ts";

const DAY_MS = 24 * 3_600_000;

/** Pages of the desk that tell of the past, and of what is set. */
const PAGES = [
  "/admin/http",
  "/admin/http?range=7d",
  "/admin/http/route?method=POST&route=%2Fapi%2Frtc%2Foffer&range=7d",
  "/admin/history?range=7d&against=before",
  "/admin/alerts",
  "/admin/moderation",
  "/admin/settings",
  "/admin/settings/turn-price",
  "/admin/settings/retention",
  "/admin/settings/export",
  "/admin/settings/deletion",
  "/admin/settings/passkeys",
  "/admin/sessions",
  "/admin/audit",
];

/** Buttons whose words are on more than one line. */
function brokenButtons(): string[] {
  const words = document.createRange();
  return [...document.querySelectorAll("main button")].filter((button) => {
    words.selectNodeContents(button);
    const lines = Array.from(words.getClientRects(), ({ top }) => top);
    return Math.max(...lines) - Math.min(...lines) > 12;
  }).map(({ textContent }) => textContent);
}

e2e(
  "no page of the past or of settings has a fault that axe finds",
  async () => {
    await using site = await startPastSite(20);
    await using visitors = await Visitors.launch(site.baseUrl);
    const page = await openDesk(visitors, "/admin/alerts");
    for (const { viewport, colorScheme } of DESK_SCREENS) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      for (const path of PAGES) {
        await page.goto(site.baseUrl + path);
        await page.locator("h1").waitFor();
        const wide = await page.evaluate(() =>
          document.documentElement.scrollWidth - innerWidth
        );
        const broken = await page.evaluate(brokenButtons);
        const where = `${path} ${viewport.width} ${colorScheme}`;
        deepEqual([where, wide, broken], [where, 0, []]);
        deepEqual([where, await axeProblems(page)], [where, []]);
      }
    }
    deepEqual(visitors.errors, []);
  },
);

e2e("history fits a sheet of paper, with its figures unfolded", async () => {
  await using site = await startPastSite(8);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/history");
  // A4 less margins of a centimetre, at 96 pixels an inch.
  await page.setViewportSize({ width: 718, height: 1_046 });
  await page.emulateMedia({ media: "print" });
  const last = page.locator(".history-table td:last-child").first();
  await last.waitFor({ state: "visible" });
  const { x, width } = (await last.boundingBox())!;
  ok(x + width <= 718, `${x + width} px`);
  equal(await page.getByRole("button", { name: "Show" }).isVisible(), false);
});

e2e("times are told in the reader's zone, UTC on hover", async () => {
  await using site = await startPastSite(1);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/alerts", {
    timezoneId: "Asia/Kolkata",
  });
  const time = page.locator("time").first();
  const at = Date.parse((await time.getAttribute("datetime"))!);
  const local = new Date(at + 5.5 * 3_600_000).toISOString().slice(11, 19);
  await page.waitForFunction(
    (text) => document.querySelector("time")!.textContent.includes(text),
    local,
  );
  const title = await time.getAttribute("title");
  ok(title!.includes(new Date(at).toISOString().slice(11, 19)), title!);
});

async function guess(page: Page, password: string): Promise<string> {
  await page.locator("#password").fill(password);
  await page.locator("button[type=submit]").click();
  await page.locator("#problem:not(:empty)").waitFor();
  return await page.locator("#problem").innerText();
}

e2e("the door: five guesses, then a wait, the right password too", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const { page } = await visitors.open("/admin");
  const said: string[] = [];
  for (let i = 0; i < 5; i++) said.push(await guess(page, `guess ${i}`));
  equal(new Set(said).size, 1, said.join());
  ok((await guess(page, "test-password")).startsWith("Too many tries"));
});

e2e(
  "the door: a form of another site opens nothing, and a cookie ends",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const page = await openDesk(visitors, "/admin/sessions");
    const [cookie] = (await page.context().cookies())
      .filter(({ name }) => name === "admin");
    equal(cookie!.httpOnly, true);
    equal(cookie!.sameSite, "Strict");
    const headers = { cookie: `admin=${cookie!.value}` };
    const asked = (path: string) =>
      fetch(server.baseUrl + path, { headers, redirect: "manual" });
    const foreign = await fetch(`${server.baseUrl}/admin/sign-out`, {
      method: "POST",
      headers: { ...headers, origin: "https://evil.example" },
      body: new URLSearchParams({ session: "all" }),
    });
    equal(foreign.status, 403);
    await foreign.body?.cancel();
    const before = await asked("/api/monitoring/status");
    equal(before.status, 200);
    await before.body?.cancel();
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await page.locator("#password").waitFor();
    for (
      const [path, status] of [["/api/monitoring/status", 401], [
        "/admin/history",
        303,
      ]] as const
    ) {
      const after = await asked(path);
      equal(after.status, status, path);
      await after.body?.cancel();
    }
  },
);

type Row = Record<string, string>;

function rowsOf(csv: string): Row[] {
  const [head, ...lines] = csv.trim().split("\r\n").map((line) =>
    line.split(",")
  );
  return lines.map((cells) =>
    Object.fromEntries(head!.map((name, i) => [name, cells[i]!]))
  );
}

/** Adds rows of one hour, route and method up, as the interface tells them. */
function sums(rows: readonly Row[]) {
  const byName = new Map<string, { requests: number; bytesOut: number }>();
  for (const { fromMs, method, route, requests, bytesOut } of rows) {
    const name = `${fromMs} ${method} ${route}`;
    const sum = byName.get(name) ?? { requests: 0, bytesOut: 0 };
    sum.requests += Number(requests);
    sum.bytesOut += Number(bytesOut);
    byName.set(name, sum);
  }
  return byName;
}

interface Hours {
  hours: {
    startAt: number;
    endpoints: {
      endpoint: string;
      method: string;
      totalRequests: number;
      totalOutbound: number;
    }[];
  }[];
}

e2e("an export is the interface's figures, row by row", async () => {
  await using site = await startPastSite(3);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/settings/export");
  // The running hour goes on while the two are asked for, and may end.
  const thisHour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  await page.locator("[name=what]").selectOption("http-hourly");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const file = await (await download).path();
  const exported = sums(rowsOf(await Deno.readTextFile(file)));
  const response = await fetch(
    `${site.baseUrl}/api/monitoring/hourly?hours=100`,
    { headers: { authorization: `Bearer ${TEST_ADMIN_TOKEN}` } },
  );
  const { hours } = await response.json() as Hours;
  const past = hours.filter(({ startAt }) => startAt < thisHour);
  let rowCount = 0;
  for (const { startAt, endpoints } of past) {
    for (const { endpoint, method, ...totals } of endpoints) {
      const name = `${startAt} ${method} ${endpoint}`;
      deepEqual(exported.get(name), {
        requests: totals.totalRequests,
        bytesOut: totals.totalOutbound,
      }, name);
      rowCount++;
    }
  }
  const complete = [...exported.keys()]
    .filter((name) => Number(name.split(" ")[0]) < thisHour);
  equal(complete.length, rowCount, "no row more, none less");
  ok(rowCount > 3 * DAY_MS / 3_600_000, `${rowCount} rows`);
});

e2e("a year's chart keeps what lasted a minute", async () => {
  await using site = await startPastSite(364, {
    busiest: { hoursAgo: 200 * 24, requests: 98_765 },
  });
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin/history?range=1y");
  const chart = page.getByRole("img", { name: /^Requests a minute/ });
  await chart.waitFor();
  const text = (await chart.getAttribute("aria-label"))!;
  ok(/from .+ to 98,765/.test(text), text);
});
