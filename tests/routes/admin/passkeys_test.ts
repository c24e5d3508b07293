import { doesNotMatch, equal, match } from "node:assert/strict";
import { testApp } from "@/tests/app.ts";

const HEADERS = {
  authorization: "Bearer test-admin-token-0123456789",
  origin: "http://localhost",
};
const PATH = "/admin/settings/passkeys";

type App = Awaited<ReturnType<typeof testApp>>;

/** Puts a passkey into the store as if a browser had made it. */
async function addPasskey(app: App): Promise<string> {
  const { second } = app.services.adminDoor;
  await second.passkeys.add({
    id: "some-passkey",
    publicKey: new Uint8Array([1]),
    counter: 0,
    transports: ["internal"],
    rpId: "localhost",
    name: "Laptop",
    createdAt: app.services.now(),
    usedAt: null,
  });
  const [code] = await second.codes.renew();
  return code!;
}

async function post(app: App, path: string, fields: Record<string, string>) {
  const response = await app.fetch(path, {
    method: "POST",
    headers: path === PATH ? HEADERS : { origin: "http://localhost" },
    body: new URLSearchParams(fields),
  });
  return { response, text: await response.text() };
}

Deno.test("POST /admin asks for the passkey, and opens to a code", async () => {
  using app = await testApp();
  const code = await addPasskey(app);
  const { response, text } = await post(app, "/admin", {
    password: "test-password",
    to: "/admin/history",
  });
  equal(response.status, 200);
  equal(response.headers.get("set-cookie"), null);
  match(text, /Use your passkey/);
  doesNotMatch(text, /desk-nav/);
  const ticket = /name="ticket" value="([^"]+)"/.exec(text)![1]!;
  const wrong = await post(app, "/admin", { ticket, code: "0000" });
  equal(wrong.response.status, 401);
  match(wrong.text, /That did not open the door/);
  const next = /name="ticket" value="([^"]+)"/.exec(wrong.text)![1]!;
  const right = await post(app, "/admin", {
    ticket: next,
    code,
    to: "/admin/history",
  });
  equal(right.response.status, 303);
  equal(right.response.headers.get("location"), "/admin/history");
  match(right.response.headers.get("set-cookie")!, /^admin=/);
});

Deno.test("POST /admin with an old ticket begins with the password again", async () => {
  using app = await testApp();
  const code = await addPasskey(app);
  const { response, text } = await post(app, "/admin", { ticket: "x", code });
  equal(response.status, 401);
  match(text, /Begin with the password/);
  match(text, /id="password"/);
});

Deno.test("/admin/settings/passkeys lists, removes and renews", async () => {
  using app = await testApp();
  const { adminDoor } = app.services;
  const get = async () =>
    await (await app.fetch(PATH, { headers: HEADERS })).text();
  match(await get(), /No passkey yet/);
  await addPasskey(app);
  match(await get(), /10 recovery codes left/);
  const renewed = await post(app, PATH, { do: "renew" });
  equal([...renewed.text.matchAll(/<li[^>]*><code>/g)].length, 10);
  const removed = await post(app, PATH, { do: "remove", id: "some-passkey" });
  equal(removed.response.status, 303);
  match(await get(), /No passkey yet/);
  app.services.clock.advance(1);
  const actions = await adminDoor.audit.latest(5);
  equal(
    actions.map(({ action }) => action).sort().join(),
    "removed-passkey,renewed-codes",
  );
});

Deno.test("/admin/settings/passkeys refuses what no browser made", async () => {
  using app = await testApp();
  const nonsense = await post(app, PATH, {
    do: "add",
    challengeId: "x",
    passkey: "{",
  });
  equal(nonsense.response.status, 400);
  match(nonsense.text, /could not be added/);
  equal((await post(app, PATH, { do: "fly" })).response.status, 400);
});
