import { deepEqual, equal, match, ok } from "node:assert/strict";
import { LIMITS } from "@/lib/safety/limits.ts";
import { pairOf, type TestApp, testApp } from "@/tests/app.ts";
import { walk } from "@/tests/walk.ts";

const from = (address: string) => ({ "x-forwarded-for": address });

Deno.test("one address under ever new cookies cannot fill the disk", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  const leftBytes = 300_000;
  app.services.limits.spend(
    { visitor: null, address: "2001:db8:1:2::/64" },
    { bytes: LIMITS.bytes.address.burst - leftBytes },
  );
  const body = JSON.stringify({ pairId: "p", sdp: "x".repeat(29_000) });
  let takenBytes = 0;
  for (let i = 1;; i++) {
    const { cookie } = await app.visitor();
    const response = await app.fetch("/api/rtc/offer", {
      method: "POST",
      headers: {
        cookie,
        // Its suffix may change at will: the first 64 bits are one's own.
        ...from(`2001:db8:1:2::${i.toString(16)}`),
        "content-length": String(body.length),
      },
      body,
    });
    await response.body?.cancel();
    if (response.status === 429) break;
    takenBytes += body.length;
    ok(takenBytes <= leftBytes, `${takenBytes} bytes taken`);
  }
  ok(takenBytes > leftBytes / 2);
});

Deno.test("a body that hides its length counts as what was read of it", async () => {
  using app = await testApp();
  const { anonCookies, limits, now } = app.services;
  const { cookie } = await app.visitor();
  const visitor = anonCookies.identify(cookie, now());
  const leftBytes = 420_000;
  const { burst } = LIMITS.bytes.visitor;
  limits.spend({ visitor, address: null }, { bytes: burst - leftBytes });
  const post = async (sdpChars: number) => {
    const text = JSON.stringify({ pairId: "p", sdp: "x".repeat(sdpChars) });
    const body = new Blob([text]).stream();
    const init = { method: "POST", headers: { cookie }, body };
    const response = await app.fetch("/api/rtc/offer", init);
    await response.body?.cancel();
    return response.status;
  };
  // Short ones do not use up what a long one might have been.
  for (let i = 0; i < 20; i++) equal(await post(100), 403);
  const statuses: number[] = [];
  for (let i = 0; i < 8; i++) statuses.push(await post(90_000));
  deepEqual(statuses, [400, 400, 400, 400, 429, 429, 429, 429]);
});

Deno.test("an undeclared proxy on this machine is limited, and told of once", async () => {
  using app = await testApp();
  const init = () =>
    app.fetch("/api/anon/init", { headers: from("203.0.113.7") });
  const statuses = new Set<number>();
  for (let i = 0; i <= LIMITS.newVisitors.address.burst; i++) {
    const response = await init();
    await response.body?.cancel();
    statuses.add(response.status);
  }
  deepEqual([...statuses], [200, 429]);
  const told = app.services.lines.filter((line) =>
    line.includes("TRUSTED_PROXY")
  );
  equal(told.length, 1);
  ok(!told[0]!.includes("203.0.113.7"), "an address is never logged");
});

Deno.test("HEAD costs what GET costs", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  let status = 200;
  for (let i = 0; i <= LIMITS.newVisitors.address.burst; i++) {
    const response = await app.fetch("/api/anon/init", {
      method: "HEAD",
      headers: from("203.0.113.7"),
    });
    status = response.status;
  }
  equal(status, 429);
});

for (
  const call of [
    "GET /api/rtc/offer",
    "POST /api/rtc/offer",
    "GET /api/rtc/ice",
    "POST /api/rtc/ice",
    "POST /api/rtc/matchmake",
  ]
) {
  Deno.test(`${call} counts against the limit of signaling`, async () => {
    using app = await testApp();
    const { services } = app;
    const { cookie } = await app.visitor();
    const visitor = services.anonCookies.identify(cookie, services.now());
    const { burst } = LIMITS.signaling.visitor;
    services.limits.spend({ visitor, address: null }, { signaling: burst });
    const [method, path] = call.split(" ") as [string, string];
    const response = await app.fetch(path, { method, headers: { cookie } });
    await response.body?.cancel();
    equal(response.status, 429);
  });
}

Deno.test("every call that anybody may post has its costs", async () => {
  const table = await Deno.readTextFile("lib/app/limit_requests.ts");
  const writing: string[] = [];
  for (const path of await walk("routes/api")) {
    const source = await Deno.readTextFile(path);
    if (path.includes("(") || source.includes("requireAdmin")) continue;
    if (!/\bPOST\(|descriptionRoute\(/.test(source)) continue;
    writing.push(path.replace("routes", "").replace(".ts", ""));
  }
  ok(writing.length >= 7, writing.join());
  for (const route of writing) ok(table.includes(`"POST ${route}"`), route);
});

Deno.test("a place in the queue with long filters costs more", async () => {
  using app = await testApp();
  const countries = [..."ABCDEFGHIJKLMNOPQRST"].map((letter) => `A${letter}`);
  const takenOf = async (body: unknown) => {
    const visitor = await app.visitor();
    for (let taken = 0;; taken++) {
      const response = await visitor.post("/api/rtc/enqueue", body);
      await response.body?.cancel();
      if (response.status === 429) return taken;
    }
  };
  const { burst } = LIMITS.queue.visitor;
  equal(await takenOf({ filterCountries: "EG" }), burst);
  const filters = { filterGenders: "m,f", filterCountries: `${countries}` };
  equal(await takenOf(filters), burst / 10);
});

Deno.test("what one address reports is limited over days, whatever it reports", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  const { pairId, caller, callee } = await pairOf(app);
  const { burst } = LIMITS.reports.address;
  const keys = { visitor: null, address: "2001:db8:1:2::/64" };
  app.services.limits.spend(keys, { reports: burst - 2 });
  const bodies = {
    metrics: { ts: 1, sessionId: "s" },
    stats: { pairId, seq: 1, full: true, metrics: {}, ts: 1 },
  };
  const report = (name: keyof typeof bodies, cookie: string, address: string) =>
    statusOf(app, `/api/monitoring/${name}`, {
      method: "POST",
      headers: { cookie, ...from(address) },
      body: JSON.stringify(bodies[name]),
    });
  for (const [visitor, status] of [[caller, 200], [callee, 429]] as const) {
    for (const name of ["metrics", "stats"] as const) {
      equal(await report(name, visitor.cookie, "2001:db8:1:2::1"), status);
      equal(await report(name, visitor.cookie, "2001:db8:1:3::1"), 200);
    }
  }
});

/** Counts pages as if an address had asked for them. */
function askForPages(app: TestApp, count: number): void {
  const keys = { visitor: null, address: "2001:db8:1:2::/64" };
  app.services.limits.spend(keys, { pages: count });
}

for (
  const [method, path, status] of [
    ["GET", "/terms", 200],
    ["GET", "/nowhere", 404],
    ["PUT", "/terms", 405],
    ["GET", "/admin", 200],
  ] as const
) {
  Deno.test(`${method} ${path} counts against the pages of an address`, async () => {
    using app = await testApp({ TRUSTED_PROXY: "any" });
    askForPages(app, LIMITS.pages.address.burst - 1);
    const headers = { ...from("2001:db8:1:2::1"), "accept-language": "vi" };
    equal(await statusOf(app, path, { method, headers }), status);
    const refused = await app.fetch(path, { method, headers });
    equal(refused.status, 429);
    equal(refused.headers.get("retry-after"), "1");
    // Not drawn as a page, which is what there was too much of.
    equal(refused.headers.get("content-type"), "text/plain; charset=utf-8");
    match(await refused.text(), /^Quá nhiều yêu cầu/);
    const others = { headers: from("2001:db8:1:3::1") };
    equal(await statusOf(app, "/terms", others), 200);
    equal(await statusOf(app, "/site.css", { headers }), 200);
    equal(await statusOf(app, "/api/rtc/qlen", { headers }), 200);
  });
}

Deno.test("no crowd at an admin's address keeps the admin from the desk", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  const headers = {
    ...from("2001:db8:1:2::1"),
    authorization: "Bearer test-admin-token-0123456789",
  };
  equal(await statusOf(app, "/api/monitoring/status", { headers }), 200);
  askForPages(app, LIMITS.pages.address.burst);
  equal(await statusOf(app, "/admin", { headers }), 200, "signed in");
  equal(
    await statusOf(app, "/admin", { headers: from("2001:db8:1:2::1") }),
    200,
    "at the door",
  );
});

async function statusOf(app: TestApp, path: string, init: RequestInit) {
  const response = await app.fetch(path, init);
  await response.body?.cancel();
  return response.status;
}
