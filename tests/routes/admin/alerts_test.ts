import { doesNotMatch, equal, match } from "node:assert/strict";
import { addAlertOf } from "@/tests/lib/monitoring/alerts/made_alerts.ts";
import { testApp } from "@/tests/app.ts";

const HEADERS = { authorization: "Bearer test-admin-token-0123456789" };

type App = Awaited<ReturnType<typeof testApp>>;

async function get(app: App, path: string): Promise<string> {
  return await (await app.fetch(path, { headers: HEADERS })).text();
}

async function acknowledge(app: App, id: string): Promise<Response> {
  const response = await app.fetch("/admin/alerts?state=open", {
    method: "POST",
    headers: { ...HEADERS, origin: "http://localhost" },
    body: new URLSearchParams({ id }),
  });
  await response.body?.cancel();
  return response;
}

Deno.test("/admin/alerts lists alerts, filters them, and takes note of one", async () => {
  using app = await testApp();
  const { store } = app.services;
  match(await get(app, "/admin/alerts"), /No open alert/);
  const id = await addAlertOf(store, 5, { isOpen: true, severity: "high" });
  await addAlertOf(store, 9, { kind: "bandwidth" });
  const all = await get(app, "/admin/alerts");
  match(all, /One open alert/);
  match(all, /recovered after/);
  match(all, /Acknowledge</);
  doesNotMatch(await get(app, "/admin/alerts?state=open"), /recovered after/);
  match(
    await get(app, "/admin/alerts?kind=bandwidth&severity=high"),
    /No alert to show/,
  );
  const response = await acknowledge(app, id);
  equal(response.status, 303);
  equal(response.headers.get("location"), "/admin/alerts?state=open");
  const after = await get(app, "/admin/alerts");
  match(after, /acknowledged/);
  doesNotMatch(after, /Acknowledge</);
  const [entry] = await app.services.adminDoor.audit.latest(1);
  equal(entry?.action, "acknowledged-alert");
});

Deno.test("/admin/alerts refuses what is none of its alerts", async () => {
  using app = await testApp();
  equal((await acknowledge(app, "nobody")).status, 404);
  equal((await acknowledge(app, "")).status, 400);
});

Deno.test("alerts about calls are counted in full, or not at all", async () => {
  using app = await testApp();
  const { store } = app.services;
  for (let minutesAgo = 1; minutesAgo <= 120; minutesAgo++) {
    await addAlertOf(store, minutesAgo, { kind: "call-loss", isOpen: true });
  }
  const listed = await get(app, "/admin/alerts");
  match(listed, /<a href="\/admin\/calls\/7">7<\/a>/);
  match(listed, /120 open alerts/);
  match(listed, /The worst 100 are listed/);
  equal(listed.match(/>Acknowledge</g)!.length, 100);
  // The overview reads a hundred at first, and all of them from the stream.
  doesNotMatch(await get(app, "/admin"), /on calls/);
});
