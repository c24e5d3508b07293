import { doesNotMatch, equal, match } from "node:assert/strict";
import { testApp } from "@/tests/app.ts";

const HEADERS = { authorization: "Bearer test-admin-token-0123456789" };

async function read(response: Response): Promise<[number, string]> {
  return [response.status, await response.text()];
}

type App = Awaited<ReturnType<typeof testApp>>;

const get = async (app: App, path: string) =>
  await read(await app.fetch(path, { headers: HEADERS }));

async function post(app: App, path: string, fields: Record<string, string>) {
  return await app.fetch(path, {
    method: "POST",
    headers: { ...HEADERS, origin: "http://localhost" },
    body: new URLSearchParams(fields),
  });
}

const PAGES = {
  "/admin/settings": ["ALERT_HTTP_ERROR_PCT", "5", "7"],
  "/admin/settings/turn-price": ["perGbUsd", "0.05", "0.02"],
  "/admin/settings/retention": ["hourDays", "90", "30"],
} as const;

for (const [path, [name, preset, value]] of Object.entries(PAGES)) {
  Deno.test(`${path} sets numbers beside their defaults, and puts them back`, async () => {
    using app = await testApp();
    const field = new RegExp(`name="${name}"[^>]*placeholder="${preset}"`);
    const [status, before] = await get(app, path);
    equal(status, 200);
    match(before, field);
    doesNotMatch(before, /Back to the defaults/);
    const saved = await post(app, path, { [name]: value });
    equal(saved.status, 303);
    const [, after] = await get(app, saved.headers.get("location")!);
    match(after, /Saved one change/);
    match(after, /Back to the defaults, 1 changed/);
    match(after, new RegExp(`name="${name}"[^>]*value="${value}"`));
    const reset = await post(app, path, { [name]: "" });
    equal(reset.headers.get("location"), `${path}?saved=1`);
    doesNotMatch((await get(app, path))[1], /Back to the defaults/);
  });

  Deno.test(`${path} says what is wrong, and keeps what was typed`, async () => {
    using app = await testApp();
    const [status, text] = await read(
      await post(app, path, { [name]: "-7" }),
    );
    equal(status, 400);
    match(text, /Must be at least/);
    match(text, /value="-7"/);
    match(text, /aria-invalid="true"/);
    const [, after] = await get(app, path);
    doesNotMatch(after, /Back to the defaults/);
  });
}

Deno.test("a change of settings is in the audit log, with what it was", async () => {
  using app = await testApp();
  await post(app, "/admin/settings", { ALERT_HTTP_ERROR_PCT: "7" });
  await post(app, "/admin/settings", { ALERT_HTTP_ERROR_PCT: "7" });
  const entries = await app.services.adminDoor.audit.latest(10);
  equal(entries.length, 1, "what changes nothing is nothing done");
  equal(entries[0]!.action, "changed-settings");
  equal(entries[0]!.about, "ALERT_HTTP_ERROR_PCT 5 → 7");
  equal(entries[0]!.who, "token");
});

Deno.test("settings are refused to strangers, other sites and huge forms", async () => {
  using app = await testApp();
  const change = { ALERT_HTTP_ERROR_PCT: "100" };
  const stranger = await app.fetch("/admin/settings", {
    method: "POST",
    headers: { origin: "http://localhost" },
    body: new URLSearchParams(change),
  });
  equal(stranger.status, 303);
  const foreign = await app.fetch("/admin/settings", {
    method: "POST",
    headers: { ...HEADERS, origin: "http://evil.example" },
    body: new URLSearchParams(change),
  });
  equal(foreign.status, 403);
  await foreign.body?.cancel();
  const huge = await post(app, "/admin/settings", { x: "y".repeat(9_000) });
  equal(huge.status, 413);
  await huge.body?.cancel();
  equal(
    (await app.services.settings.alerts.overrides()).ALERT_HTTP_ERROR_PCT,
    undefined,
  );
});

Deno.test("/admin/settings/deletion deletes by id or cookie, and keeps no id", async () => {
  using app = await testApp();
  const { store, adminDoor } = app.services;
  const visitor = await app.visitor();
  await visitor.post("/api/rtc/enqueue");
  const value = visitor.cookie.slice("anon=".length);
  const id = value.split(".")[0]!;
  const path = "/admin/settings/deletion";
  const unsure = await read(await post(app, path, { id }));
  equal(unsure[0], 400);
  match(unsure[1], /Say that you are sure/);
  equal(
    (await read(await post(app, path, { id: "no id", sure: "1" })))[0],
    400,
  );
  const [status, text] = await read(
    await post(app, path, { id: value, sure: "1" }),
  );
  equal(status, 200);
  match(text, /Deleted: /);
  equal((await store.get(["ticket", id])).value, null);
  const [entry] = await adminDoor.audit.latest(1);
  equal(entry?.action, "deleted-visitor");
  doesNotMatch(JSON.stringify(entry), new RegExp(id));
  const again = await read(await post(app, path, { id, sure: "1" }));
  match(again[1], /There was nothing under that id/);
});

Deno.test("/admin/settings/export leads to the file of whole days", async () => {
  using app = await testApp();
  const [, form] = await get(app, "/admin/settings/export");
  match(form, /Alerts of the site and its routes<\/option>/);
  match(form, /What admins did<\/option>/);
  const query = "what=alerts&format=json&from=2026-11-03&to=2026-11-01";
  const response = await app.fetch(`/admin/settings/export?${query}`, {
    headers: HEADERS,
  });
  equal(response.status, 303);
  const to = new URL(response.headers.get("location")!, "http://localhost");
  equal(to.pathname, "/api/monitoring/export");
  equal(Number(to.searchParams.get("from")), Date.UTC(2026, 10, 1));
  equal(Number(to.searchParams.get("to")), Date.UTC(2026, 10, 4));
  equal((await get(app, "/admin/settings/export?what=secrets"))[0], 400);
});
