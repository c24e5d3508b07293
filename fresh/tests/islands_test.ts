import { deepEqual, equal, match } from "node:assert/strict";
import { Builder } from "fresh/dev";
import { ignore, withBrowser } from "./browser.ts";
import { app } from "./project/main.ts";

const root = import.meta.resolve("./project/main.ts");

Deno.test({ name: "islands in a browser", ignore }, async (t) => {
  const apply = await new Builder({ root }).build({ snapshot: "memory" });
  apply(app);
  await withBrowser(app.handler(), async (open) => {
    await t.step("a signal given to two islands is one", async () => {
      const { page, errors } = await open("/counter");
      await page.waitForSelector("#a.ready");
      equal(await page.textContent("#b output"), "3");
      await page.click("#a button");
      await page.click("#b button");
      equal(await page.textContent("#a output"), "5");
      equal(await page.textContent("#b output"), "5");
      deepEqual(errors, []);
    });

    await t.step("an island in an island, and Head, stay alive", async () => {
      const { page, errors } = await open("/parts");
      await page.waitForSelector("#outer.ready");
      await page.click("#inner button");
      equal(await page.textContent("#inner output"), "2");
      equal(await page.textContent("#outer .double"), "4");
      equal(await page.title(), "Clicked 0");
      await page.waitForSelector("#titled.ready");
      await page.click("#titled");
      await page.waitForFunction(() => document.title === "Clicked 1");
      equal(
        await page.getAttribute('meta[name="description"]', "content"),
        "clicked 1",
      );
      equal(await page.locator("title").count(), 1);
      deepEqual(errors, []);
    });

    await t.step("props of all kinds arrive", async () => {
      const { page } = await open("/parts");
      await page.waitForSelector("#kinds.ready");
      deepEqual(JSON.parse(await page.textContent("#kinds") ?? ""), [
        '</script><!-- " 日本',
        21,
        5,
        "9007199254740993",
        [1, 2],
        true,
        "world",
        "/logo.svg?__frsh_c=…",
      ]);
    });

    await t.step("slots keep their content and their islands", async () => {
      const { page, errors } = await open("/slots");
      await page.waitForSelector("#open.ready");
      await page.waitForSelector("#nested.ready");
      match(await page.innerHTML("#open"), /<p title="&lt;b&gt;">text <i>in</);
      equal(await page.innerHTML("#open > aside"), "<em>beside</em>");
      equal(await page.isChecked("#open input"), true);
      await page.click("#first button");

      // Away and back again, with the island in it.
      await page.click("#open > button");
      equal(await page.locator("#open > .content").count(), 0);
      await page.click("#open > button");
      equal(await page.textContent("#nested span"), "deep down");
      equal(await page.textContent("#first output"), "1");

      equal(await page.locator("#closed > .content").count(), 0);
      await page.click("#closed > button");
      match(await page.innerHTML("#closed"), /<p>was in a template<\/p>/);
      await page.click("#second button");
      equal(await page.textContent("#second output"), "2");
      equal(await page.textContent("#first output"), "2");
      deepEqual(errors, []);
    });

    await t.step("two islands of one name are two", async () => {
      const { page } = await open("/shop");
      await page.waitForFunction(() =>
        document.getElementById("deep")?.textContent === "deep" &&
        document.getElementById("shop")?.textContent === "shop"
      );
    });

    await t.step(
      "invalid nesting is told, and harms nothing else",
      async () => {
        const { page, errors } = await open("/bad");
        await page.waitForSelector("#fine.ready");
        await page.click("#fine button");
        equal(await page.textContent("#fine output"), "1");
        equal(errors.length, 1);
        match(errors[0]!, /island "Block"/);
      },
    );
  });
});
