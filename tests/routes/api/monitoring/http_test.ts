import { deepEqual, equal, match, ok } from "node:assert/strict";
import { bodyOf, type TestApp, testApp } from "@/tests/app.ts";

const admin = { authorization: "Bearer test-admin-token-0123456789" };

const pages = [
  "/api/monitoring/realtime",
  "/api/monitoring/hourly",
  "/api/monitoring/daily",
  "/api/monitoring/status",
  "/metrics",
];

async function ask(app: TestApp, path: string) {
  const response = await app.fetch(path, { headers: admin });
  equal(response.status, 200, path);
  return await bodyOf(response);
}

for (const path of pages) {
  Deno.test(`GET ${path} is for admins only`, async () => {
    using app = await testApp();
    for (const headers of [{}, { authorization: "Bearer wrong" }]) {
      const response = await app.fetch(path, { headers });
      equal(response.status, 401);
      equal((await bodyOf(response)).error, "unauthorized");
    }
    const posted = await app.fetch(path, { method: "POST", headers: admin });
    equal(posted.status, 405);
    equal(posted.headers.get("allow"), "GET, HEAD, OPTIONS");
    await posted.body?.cancel();
  });
}

for (
  const [path, field] of [
    ["/api/monitoring/hourly?hours=0", "hours"],
    ["/api/monitoring/hourly?hours=2161", "hours"],
    ["/api/monitoring/hourly?hours=1.5", "hours"],
    ["/api/monitoring/hourly?hours=x", "hours"],
    ["/api/monitoring/daily?days=731", "days"],
    ["/api/monitoring/daily?days=-1", "days"],
  ] as const
) {
  Deno.test(`GET ${path} answers 400 and names the field`, async () => {
    using app = await testApp();
    const response = await app.fetch(path, { headers: admin });
    equal(response.status, 400);
    const { error, info } = await bodyOf(response);
    equal(error, "bad-input");
    match(info, new RegExp(`^${field}:`));
  });
}

Deno.test("reports of the real app equal the client's own count", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  let requests = 1;
  let bytesOut = (await (await app.fetch("/api/anon/init")).bytes()).length * 2;
  requests++;
  let errors = 0;
  const paths = [
    ["GET", "/"],
    ["HEAD", "/chat"],
    ["GET", "/api/rtc/qlen"],
    ["POST", "/api/rtc/matchmake"],
    ["DELETE", "/api/rtc/qlen"],
    ["GET", "/no/such/page"],
    ["GET", "/api/no/such/call"],
    ["BREW", "/coffee"],
  ] as const;
  for (let i = 0; i < 160; i++) {
    const [method, path] = paths[i % paths.length]!;
    const response = await app.fetch(path, {
      method,
      headers: { cookie: visitor.cookie },
    });
    bytesOut += (await response.bytes()).length;
    requests++;
    if (response.status >= 400) errors++;
  }
  await app.services.httpMonitoring.flush();
  const [hour] = (await ask(app, "/api/monitoring/hourly?hours=1")).hours;
  const { totalRequests, totalOutbound, errorCount, visitors } = hour.summary;
  deepEqual(
    { totalRequests, totalOutbound, errorCount, visitors },
    {
      totalRequests: requests,
      totalOutbound: bytesOut,
      errorCount: errors,
      visitors: 1,
    },
  );
  const unmatched = hour.endpoints.filter((e: { endpoint: string }) =>
    e.endpoint === "__unmatched__"
  );
  deepEqual(
    unmatched.map((e: { method: string; totalRequests: number }) => [
      e.method,
      e.totalRequests,
    ]).sort(),
    [["GET", 40], ["_OTHER", 20]],
  );
});

Deno.test("GET /api/monitoring/realtime forgets after five minutes", async () => {
  using app = await testApp();
  await (await app.fetch("/api/rtc/qlen")).body?.cancel();
  await app.services.httpMonitoring.flush();
  app.services.clock.advance(299_000);
  const { summary, endpoints, from, to } = await ask(
    app,
    "/api/monitoring/realtime",
  );
  equal(to - from, 300_000);
  equal(summary.totalRequests, 1);
  equal(summary.totalBandwidth, summary.totalInbound + summary.totalOutbound);
  deepEqual([endpoints[0].endpoint, endpoints[0].method], [
    "/api/rtc/qlen",
    "GET",
  ]);
  app.services.clock.advance(600_000);
  const later = await ask(app, "/api/monitoring/realtime");
  equal(later.summary.totalRequests, 0);
  equal(later.summary.avgResponseTime, null);
  deepEqual(later.endpoints, []);
});

Deno.test("GET /api/monitoring/status tells how monitoring is doing", async () => {
  using app = await testApp();
  await (await app.fetch("/api/rtc/qlen")).body?.cancel();
  const before = await ask(app, "/api/monitoring/status");
  deepEqual([before.status, before.bufferSize], ["healthy", 1]);
  equal(before.lastPersist, null);
  await app.services.httpMonitoring.flush();
  await app.services.httpMonitoring.rollUp.run();
  const after = await ask(app, "/api/monitoring/status");
  deepEqual(
    [after.bufferSize, after.lastPersist, after.lastRollup, after.droppedCount],
    [0, app.services.now(), app.services.now(), 0],
  );
});

Deno.test("GET /metrics speaks Prometheus with OpenTelemetry's names", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  await visitor.post("/api/rtc/enqueue", {});
  for (let i = 0; i < 3; i++) await visitor.get("/api/rtc/qlen");
  app.services.httpMonitoring.families.push(() => [
    { name: "extra", type: "gauge", help: "h", samples: [{ value: 7 }] },
  ]);
  const response = await app.fetch("/metrics", { headers: admin });
  match(response.headers.get("content-type")!, /^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  const labels = 'http_request_method="GET",http_route="/api/rtc/qlen",' +
    'http_response_status_code="200"';
  const name = "http_server_request_duration_seconds";
  ok(text.includes(`# TYPE ${name} histogram\n`));
  ok(text.includes(`${name}_count{${labels}} 3\n`));
  const bounds = [...text.matchAll(
    /request_duration_seconds_bucket\{.*qlen.*le="(.*)"\} \d+/g,
  )].map(([, le]) => le);
  deepEqual(bounds, [
    ...["0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5"],
    ...["0.75", "1", "2.5", "5", "7.5", "10", "+Inf"],
  ]);
  for (
    const line of [
      "http_server_active_requests 1",
      "parley_queue_length 1",
      "parley_live_calls 0",
      "parley_dropped_total 0",
      "extra 7",
    ]
  ) ok(text.includes(`\n${line}\n`), line);
  match(text, /\nparley_flush_age_seconds [\d.]+\n/);
  match(text, /\nhttp_server_request_body_size_bytes_sum\{.*enqueue.*\} 2\n/);
});
