import { deepEqual, equal, ok } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { axeProblems, layoutProblems, problemsOnScreens } from "./layout.ts";

/** What is said of interests and language: first, and some seconds later. */
const PREFERENCES: Record<string, [RegExp, RegExp]> = {
  en: [/comes first/, /whoever fits comes next/],
  ar: [/الأولوية لمن/, /أي شخص يناسبك/],
};

for (const locale of ["en", "ar"]) {
  e2e(`wishes are said, counted and kept: ${locale}`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const visitor = await visitors.open("/chat", {
      locale,
      viewport: { width: 320, height: 568 },
    });
    const { page } = visitor;
    await page.getByTestId("filters").click();
    await page.getByTestId("own-country").waitFor();
    // Nobody tells this server where visitors are.
    equal(await page.getByTestId("add-country").count(), 0);
    await page.getByTestId("own-country").selectOption("EG");
    await page.getByTestId("add-country").selectOption("VN");
    await page.getByTestId("interest").fill(" Chess ");
    await page.keyboard.press("Enter");
    await page.getByTestId("language").selectOption("ar");
    equal(await page.locator(".chip").count(), 2);
    deepEqual(await layoutProblems(page), []);
    deepEqual(await axeProblems(page), []);
    const done = await page.getByTestId("done").and(page.locator(":visible"))
      .boundingBox();
    ok(done!.y + done!.height <= 568, "the way out is out of sight");
    await page.keyboard.press("Escape");
    const badge = page.getByTestId("filters-badge");
    equal(await badge.innerText(), new Intl.NumberFormat(locale).format(3));
    const [first, then] = PREFERENCES[locale]!;
    // Looked out for ahead: it is said for some seconds only.
    const said = page.getByText(first).waitFor();
    const asked = page.waitForRequest("**/api/rtc/enqueue");
    await visitor.press("start");
    const { country, filterCountries, interests } = (await asked)
      .postDataJSON();
    deepEqual([country, filterCountries], ["EG", "VN"]);
    deepEqual(interests, ["chess", "lang:ar"]);
    await said;
    await page.getByText(then).waitFor();
    deepEqual(await layoutProblems(page), []);
    await page.reload();
    await badge.waitFor();
  });
}

e2e("a platform that tells the country leaves nothing to say", async () => {
  await using server = await startServer({ env: { TRUSTED_PROXY: "any" } });
  await using visitors = await Visitors.launch(server.baseUrl);
  const visitor = await visitors.open("/chat", {
    extraHTTPHeaders: { "cf-ipcountry": "VN" },
  });
  const { page } = visitor;
  await page.getByTestId("filters").click();
  await page.getByTestId("add-country").waitFor();
  equal(await page.getByTestId("own-country").count(), 0);
});

for (
  const [locale, said] of [
    ["en", "12 people are here · usually about 20 seconds"],
    ["ar", "12 شخصًا هنا · عادةً نحو 20 ثانية"],
  ] as const
) {
  e2e(`who waits is told how long it usually takes: ${locale}`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const visitor = await visitors.open("/chat", {
      locale,
      viewport: { width: 320, height: 568 },
    });
    const { page } = visitor;
    const json = { online: 12, usualWaitMs: 20_000 };
    await page.route("**/api/rtc/online", (route) => route.fulfill({ json }));
    await visitor.press("start");
    await page.getByText(said).waitFor();
    deepEqual(await problemsOnScreens(page), []);
    deepEqual(await axeProblems(page), []);
  });
}

e2e(
  "who waits for nobody drops the wishes by one press and is matched",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const choosy = await visitors.open("/chat");
    const other = await visitors.open("/chat");
    const { page } = choosy;
    await page.getByTestId("filters").click();
    await page.locator("input[name=meet][value=f]").check({ force: true });
    await page.keyboard.press("Escape");
    for (const one of [choosy, other]) await one.press("start");
    await page.getByTestId("relax").waitFor();
    deepEqual(await axeProblems(page), []);
    deepEqual(await problemsOnScreens(page), []);
    await page.waitForFunction(() =>
      document.querySelector("[data-testid=online]")?.textContent ===
        "2 people are here"
    );
    equal(await choosy.state(), "waiting");
    await page.getByTestId("relax").click();
    await choosy.reaches("live");
  },
);
