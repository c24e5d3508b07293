import { equal } from "node:assert/strict";
import { testApp } from "@/tests/app.ts";

/** Uses up the new visitors of one address. */
async function initFrom(
  app: Awaited<ReturnType<typeof testApp>>,
  forwardedFor: string,
): Promise<number> {
  const response = await app.fetch("/api/anon/init", {
    headers: { "x-forwarded-for": forwardedFor },
  });
  await response.body?.cancel();
  return response.status;
}

Deno.test("clientAddress() believes the last entry of a forwarding header", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  for (let i = 0; i < 600; i++) {
    await initFrom(app, `198.51.100.${i % 250}, 203.0.113.7`);
  }
  equal(await initFrom(app, "203.0.113.7"), 429);
  equal(await initFrom(app, "192.0.2.1, 10.0.0.1,203.0.113.7"), 429);
  equal(await initFrom(app, "203.0.113.7, 198.51.100.1"), 200);
});

Deno.test("platformCountry() and isHttps() believe trusted proxies only", async () => {
  for (
    const [env, isBelieved] of [[{ TRUSTED_PROXY: "any" }, true], [
      {},
      false,
    ]] as const
  ) {
    using app = await testApp(env);
    const headers = { "x-forwarded-proto": "https", "cf-ipcountry": "vn" };
    const init = await app.fetch("/api/anon/init", { headers });
    const cookie = init.headers.get("set-cookie")!;
    equal(cookie.includes("; Secure"), isBelieved);
    await init.body?.cancel();
    const visitor = cookie.split(";")[0]!;
    const chooser = await app.visitor();
    const asked = await chooser.post("/api/rtc/enqueue", {
      filterCountries: "VN",
    });
    equal(asked.status, 204);
    await app.fetch("/api/rtc/enqueue", {
      method: "POST",
      headers: { ...headers, cookie: visitor },
    }).then((response) => response.body?.cancel());
    const match = await chooser.post("/api/rtc/matchmake");
    await match.body?.cancel();
    equal(match.status, isBelieved ? 200 : 204);
  }
});
