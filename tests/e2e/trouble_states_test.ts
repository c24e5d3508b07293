import { deepEqual } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { type Visitor, Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { axeProblems, problemsOnScreens } from "./layout.ts";

const SIZES = [[1280, 800], [320, 568], [844, 390]] as const;

/** What is wrong with the page as it is, on desktop and phone, upright or not. */
async function problemsOf({ page }: Visitor): Promise<string[]> {
  const problems = await problemsOnScreens(page);
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    problems.push(...await axeProblems(page));
  }
  return problems;
}

for (const locale of ["en", "ar"]) {
  e2e(`a failed call is told to everybody: ${locale}`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const [visitor] = await visitors.openCall([{ locale }]);
    await visitor.page.route(
      "**/api/rtc/enqueue",
      (route) => route.fulfill({ status: 451, json: { error: "not-served" } }),
    );
    await visitor.press("next");
    await visitor.reaches("failed");
    deepEqual(await problemsOf(visitor), []);
  });

  e2e(`a refused camera is told to everybody: ${locale}`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl, {
      isMediaDenied: true,
    });
    const visitor = await visitors.open("/chat", { locale });
    await visitor.press("start");
    await visitor.reaches("media-error");
    deepEqual(await problemsOf(visitor), []);
  });

  e2e(`another tab's chat is told to everybody: ${locale}`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const visitor = await visitors.open("/chat", { locale });
    await visitor.press("start");
    await visitor.reaches("waiting");
    const tab = await visitors.openTab(visitor);
    await tab.reaches("other-tab");
    deepEqual(await problemsOf(tab), []);
  });
}
