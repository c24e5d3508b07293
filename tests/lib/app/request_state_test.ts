import { equal, match } from "node:assert/strict";
import type { Context } from "fresh";
import type { State } from "@/lib/app/define.ts";
import { clientOf } from "@/lib/app/request_state.ts";
import { testApp } from "@/tests/app.ts";
import { testConfig } from "@/tests/helpers.ts";

/** The language cookie that an answer sets; `undefined` for none. */
function languageCookie(response: Response): string | undefined {
  return response.headers.getSetCookie().find((cookie) =>
    cookie.startsWith("lang=")
  );
}

async function languageOf(response: Response): Promise<string | undefined> {
  return (await response.text()).match(/<html[^>]*\slang="(\w+)"/)?.[1];
}

Deno.test("keepLanguage() keeps a choice for a year, and the next page follows it", async () => {
  using app = await testApp();
  const chosen = await app.fetch("/chat?lang=ar");
  equal(chosen.status, 200);
  const cookie = languageCookie(chosen);
  match(cookie ?? "", /^lang=ar; .*Max-Age=31536000/);
  equal(await languageOf(chosen), "ar");
  const next = await app.fetch("/terms", {
    headers: { cookie: cookie!.split(";")[0]!, "accept-language": "vi" },
  });
  equal(await languageOf(next), "ar");
  equal(languageCookie(next), undefined, "nothing new was chosen");
});

Deno.test("keepLanguage() keeps no language that is none of ours", async () => {
  using app = await testApp();
  const response = await app.fetch("/chat?lang=tlh", {
    headers: { "accept-language": "vi" },
  });
  equal(languageCookie(response), undefined);
  equal(await languageOf(response), "vi");
});

Deno.test("keepLanguage() sets no cookie where an address is called by scripts", async () => {
  using app = await testApp();
  const response = await app.fetch("/api/rtc/qlen?lang=ar");
  await response.body?.cancel();
  equal(languageCookie(response), undefined);
});

Deno.test("clientOf() looks for the client of a request once", () => {
  const ctx = {
    req: new Request("http://localhost/"),
    info: { remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 1 } },
    state: { services: { config: testConfig() } },
  } as unknown as Context<State>;
  const found = clientOf(ctx);
  equal(found.owner, "192.0.2.1");
  equal(clientOf(ctx), found);
});
