import { deepEqual, equal } from "node:assert/strict";
import { Builder } from "fresh/dev";
import { ignore, withBrowser } from "./browser.ts";
import { app } from "./project/main.ts";

Deno.test({ name: "islands in a browser", ignore }, async (t) => {
  const root = import.meta.resolve("./project/main.ts");
  const apply = await new Builder({ root }).build({ snapshot: "memory" });
  apply(app);
  await withBrowser(app.handler(), async (open) => {
    await t.step("a signal shared by islands", async () => {
      const { page, errors } = await open("/counter");
      await page.waitForSelector("#a.ready");
      await page.click("#a button");
      equal(await page.textContent("#b output"), "4");
      deepEqual(errors, []);
    });
  });
});
