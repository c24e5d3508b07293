import { deepEqual, equal, match } from "node:assert/strict";
import { evaluateAlerts } from "@/lib/monitoring/alerts/evaluate_alerts.ts";
import { ALERT_KINDS, rulesOf } from "@/lib/monitoring/alerts/rules.ts";
import { bodyOf, type TestApp, testApp } from "@/tests/app.ts";
import { seededRandom } from "@/tests/helpers.ts";

const TOKEN = { authorization: "Bearer test-admin-token-0123456789" };
const get = (app: TestApp, path: string) => app.fetch(path, { headers: TOKEN });

for (
  const path of [
    "/api/monitoring/rtc",
    "/api/monitoring/overview",
    "/api/monitoring/alerts",
    "/api/monitoring/export?what=kpis",
  ]
) {
  Deno.test(`GET ${path} answers 401 to everybody but admins`, async () => {
    using app = await testApp();
    const visitor = await app.visitor();
    for (const response of [await app.fetch(path), await visitor.get(path)]) {
      equal(response.status, 401);
      equal((await bodyOf(response)).error, "unauthorized");
    }
    const response = await get(app, path);
    equal(response.status, 200);
    await response.body?.cancel();
  });
}

Deno.test("GET /api/monitoring/rtc reports hours up to this moment", async () => {
  using app = await testApp();
  for (const ttfmMs of [400, 600]) {
    const response = await app.fetch("/api/monitoring/metrics", {
      method: "POST",
      body: JSON.stringify({ ts: 1, sessionId: "s", ttfmMs, iceOk: true }),
    });
    await response.body?.cancel();
  }
  const report = await bodyOf(await get(app, "/api/monitoring/rtc?hours=3"));
  equal(report.hours.length, 3);
  equal(report.summary.ttfmMs.count, 2);
  equal(report.summary.iceSuccessPct, 100);
  equal(report.hours[2].beaconCount, 2);
  deepEqual(report.live, { waitingCount: 0, callCount: 0 });
});

Deno.test("GET /api/monitoring/rtc counts who waits and who talks", async () => {
  using app = await testApp();
  for (let i = 0; i < 3; i++) {
    const response = await (await app.visitor()).post("/api/rtc/enqueue");
    await response.body?.cancel();
  }
  const report = await bodyOf(await get(app, "/api/monitoring/rtc"));
  deepEqual(report.live, { waitingCount: 1, callCount: 1 });
});

Deno.test("GET /api/monitoring/overview tells the site at first sight", async () => {
  using app = await testApp();
  for (let i = 0; i < 3; i++) {
    const response = await (await app.visitor()).post("/api/rtc/enqueue");
    await response.body?.cancel();
  }
  const overview = await bodyOf(await get(app, "/api/monitoring/overview"));
  deepEqual(overview.live, { waitingCount: 1, callCount: 1 });
  equal(overview.course.length, 36);
  equal(overview.now.serverErrorPct, 0);
  deepEqual(overview.turnToday, { neededUsd: 0, chosenUsd: 0 });
  deepEqual(overview.yesterday, {});
});

Deno.test("GET /api/monitoring/rtc refuses hours that are none", async () => {
  using app = await testApp();
  for (const hours of ["0", "1.5", "x", "99999"]) {
    const response = await get(app, `/api/monitoring/rtc?hours=${hours}`);
    equal(response.status, 400);
    match((await bodyOf(response)).info, /^hours/);
  }
});

async function raiseAlert({ services }: TestApp): Promise<void> {
  const { store, clock, config } = services;
  const settings = { ...config.alerts, raiseAfterMs: 0 };
  await evaluateAlerts(
    { store, now: clock.ms, random: seededRandom(1), hasWebhook: false },
    rulesOf(settings),
    [{ kind: ALERT_KINDS.bandwidth, subject: "all", value: 500 }],
  );
}

const acknowledge = (app: TestApp, body: unknown, headers = {}) =>
  app.fetch("/api/monitoring/alerts", {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });

Deno.test("POST /api/monitoring/alerts acknowledges, for admins only", async () => {
  using app = await testApp();
  await raiseAlert(app);
  const list = await bodyOf(
    await get(app, "/api/monitoring/alerts?state=open"),
  );
  const [{ id, severity, value, threshold }] = list.alerts;
  deepEqual([severity, value, threshold], ["critical", 500, 200]);
  const body = { id, action: "acknowledge" };
  const refused = await acknowledge(app, body);
  equal(refused.status, 401);
  await refused.body?.cancel();
  const done = await bodyOf(await acknowledge(app, body, TOKEN));
  equal(done.ok, true);
  equal(done.alert.acknowledgedAt, app.services.clock.ms);
});

Deno.test("POST /api/monitoring/alerts names what it does not know", async () => {
  using app = await testApp();
  const cases = [
    { body: { id: "x", action: "acknowledge" }, status: 404 },
    { body: { id: "x", action: "delete" }, status: 400 },
    { body: { action: "acknowledge" }, status: 400 },
  ];
  for (const { body, status } of cases) {
    const response = await acknowledge(app, body, TOKEN);
    equal(response.status, status);
    await response.body?.cancel();
  }
});

Deno.test("GET /api/monitoring/export is a download with a name", async () => {
  using app = await testApp();
  await raiseAlert(app);
  const response = await get(
    app,
    "/api/monitoring/export?what=alerts&from=2026-11-20&to=2026-11-21",
  );
  match(response.headers.get("content-type")!, /^text\/csv/);
  equal(
    response.headers.get("content-disposition"),
    'attachment; filename="parley-alerts-20261120T000000Z-20261121T000000Z.csv"',
  );
  const lines = (await response.text()).split("\r\n");
  equal(lines.length, 3);
  match(lines[1]!, /,bandwidth,all,/);
});

Deno.test("GET /api/monitoring/export names a parameter that is wrong", async () => {
  using app = await testApp();
  const wrong = { what: "what=x", from: "what=kpis&from=soon" };
  for (const [name, query] of Object.entries(wrong)) {
    const response = await get(app, `/api/monitoring/export?${query}`);
    equal(response.status, 400);
    match((await bodyOf(response)).info, new RegExp(`^${name}`));
  }
});
