import { doesNotMatch, equal, match } from "node:assert/strict";
import { seededRandom } from "@/tests/helpers.ts";
import { writePast } from "@/tests/made_past.ts";
import { testApp } from "@/tests/app.ts";

const HEADERS = { authorization: "Bearer test-admin-token-0123456789" };

async function read(
  app: Awaited<ReturnType<typeof testApp>>,
  path: string,
): Promise<[number, string]> {
  const response = await app.fetch(path, { headers: HEADERS });
  return [response.status, await response.text()];
}

Deno.test("GET /admin/http shows the last minutes, not the desk's own share", async () => {
  using app = await testApp();
  await app.visitor();
  await read(app, "/api/monitoring/realtime");
  const [status, text] = await read(app, "/admin/http");
  equal(status, 200);
  const body = text.slice(text.indexOf("<tbody"), text.indexOf("</tbody>"));
  match(body, /\/api\/anon\/init/);
  doesNotMatch(body, /realtime/);
  match(text, /All 1</);
});

Deno.test("GET /admin/http shows spans of the past, and each route's own", async () => {
  using app = await testApp();
  const { store, now } = app.services;
  const options = { now: now(), random: seededRandom(1), dayCount: 3 };
  await writePast(store, options);
  const [status, text] = await read(app, "/admin/http?range=7d");
  equal(status, 200);
  match(
    text,
    /\/admin\/http\/route\?method=POST&amp;route=%2Fapi%2Frtc%2Foffer&amp;range=7d/,
  );
  const [found, page] = await read(
    app,
    "/admin/http/route?method=POST&route=%2Fapi%2Frtc%2Foffer&range=7d",
  );
  equal(found, 200);
  match(page, /Time to the last byte/);
  const [none, empty] = await read(
    app,
    "/admin/http/route?method=PUT&route=%2F&range=7d",
  );
  equal(none, 200);
  match(empty, /No request in this span/);
});

Deno.test("GET /admin/http refuses what it cannot read", async () => {
  using app = await testApp();
  equal((await read(app, "/admin/http?range=2w"))[0], 400);
  equal((await read(app, "/admin/http/route?method=GET"))[0], 400);
});
