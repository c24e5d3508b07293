import { equal, match, ok } from "node:assert/strict";
import { seededRandom } from "@/tests/helpers.ts";
import { writePast } from "@/tests/made_past.ts";
import { testApp } from "@/tests/app.ts";

const HEADERS = { authorization: "Bearer test-admin-token-0123456789" };

async function pageOf(
  app: Awaited<ReturnType<typeof testApp>>,
  query: string,
): Promise<{ status: number; text: string }> {
  const response = await app.fetch(`/admin/history?${query}`, {
    headers: HEADERS,
  });
  return { status: response.status, text: await response.text() };
}

Deno.test("GET /admin/history of a new site says that nothing was counted", async () => {
  using app = await testApp();
  const { status, text } = await pageOf(app, "");
  equal(status, 200);
  match(text, /Nothing was counted then/);
});

Deno.test("GET /admin/history shows a year, and what it is compared with", async () => {
  using app = await testApp();
  const { store, now } = app.services;
  const options = { now: now(), random: seededRandom(1), dayCount: 14 };
  await writePast(store, options);
  const { status, text } = await pageOf(app, "range=7d&against=before");
  equal(status, 200);
  match(text, /Requests a minute/);
  match(text, /was [\d.,]+[MK]?</);
  match(text, /The figures, hour by hour/);
  const wide = await pageOf(app, "range=1y&step=day&own=1");
  match(wide.text, /The figures, day by day/);
  ok(wide.text.length < 400_000, `${wide.text.length} characters`);
});

Deno.test("GET /admin/history refuses what it cannot read", async () => {
  using app = await testApp();
  equal((await pageOf(app, "from=yesterday")).status, 400);
  equal((await pageOf(app, "range=10y")).status, 400);
});

Deno.test("GET /admin/history is for admins", async () => {
  using app = await testApp();
  const response = await app.fetch("/admin/history");
  await response.body?.cancel();
  equal(response.status, 303);
});
