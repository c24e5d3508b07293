import { deepEqual, equal, ok } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { CAMERAS } from "./drawn_camera.ts";
import { axeProblems, problemsOnScreens } from "./layout.ts";

for (const locale of ["en", "ar"]) {
  e2e(`every state fits every screen and is axe-clean: ${locale}`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    // Nobody sees themselves yet who was never here.
    const newcomer = await visitors.open("/chat", { locale, isNew: true });
    await newcomer.page.getByTestId("preview-first").waitFor();
    deepEqual(await problemsOnScreens(newcomer.page), [], "new");
    deepEqual(await axeProblems(newcomer.page), [], "new");

    const visitor = await visitors.open("/chat", { locale });
    await visitor.page.getByTestId("start").waitFor();
    await visitor.page.waitForSelector("[data-backdrop=own] .meter");
    deepEqual(await problemsOnScreens(visitor.page), [], "idle");
    deepEqual(await axeProblems(visitor.page), [], "idle");

    await visitor.press("start");
    await visitor.reaches("waiting");
    await visitor.page.getByTestId("online").waitFor();
    deepEqual(await problemsOnScreens(visitor.page), [], "waiting");
    deepEqual(await axeProblems(visitor.page), [], "waiting");

    const partner = await visitors.open("/chat");
    await partner.press("start");
    await visitor.reaches("live");
    await visitor.seesMovingVideo();
    deepEqual(await problemsOnScreens(visitor.page), [], "live");
    deepEqual(await axeProblems(visitor.page), [], "live");

    await visitor.press("stop");
    await visitor.reaches("stopped");
    deepEqual(await problemsOnScreens(visitor.page), [], "stopped");
    deepEqual(await axeProblems(visitor.page), [], "stopped");
    deepEqual(visitors.errors, []);
  });

  e2e(
    `who is asked to come back reads it on every screen: ${locale}`,
    async () => {
      await using server = await startServer();
      await using visitors = await Visitors.launch(server.baseUrl);
      const [hasty, left] = await visitors.openCall([{ locale }, { locale }]);
      await hasty.press("next");
      await hasty.page.getByTestId("go-back").click();
      await left.page.getByTestId("go-back").waitFor();
      deepEqual(await problemsOnScreens(left.page), []);
    },
  );

  e2e(`a camera that is turned off hides no word: ${locale}`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const visitor = await visitors.open("/chat", { locale });
    await visitor.press("start");
    await visitor.page.getByTestId("toggle-camera").click();
    await visitor.page.locator(".self-off").waitFor();
    await visitor.page.getByTestId("online").waitFor();
    deepEqual(await problemsOnScreens(visitor.page), []);
  });

  for (const refused of ["audio", "video"] as const) {
    e2e(`a missing device hides no word: ${refused}, ${locale}`, async () => {
      await using server = await startServer();
      await using visitors = await Visitors.launch(server.baseUrl);
      const visitor = await visitors.open("/chat", { locale, refused });
      await visitor.press("start");
      await visitor.page.getByTestId(`missing-${refused}`).waitFor();
      await visitor.page.getByTestId("online").waitFor();
      deepEqual(await problemsOnScreens(visitor.page), []);
    });
  }
}

e2e(
  "the stage fills the screen and follows a phone that is turned",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const visitor = await visitors.open("/chat", {
      viewport: { width: 390, height: 844 },
    });
    const partner = await visitors.open("/chat", { camera: CAMERAS.phone });
    for (const one of [visitor, partner]) await one.press("start");
    await visitor.seesMovingVideo();
    const { page } = visitor;
    const fit = (wanted: string) =>
      page.waitForSelector(`[data-testid=remote-video][data-fit=${wanted}]`);
    await fit("fill");
    for (
      const [width, height, wanted] of [
        [844, 390, "tall"],
        [390, 844, "fill"],
        [667, 375, "tall"],
      ] as const
    ) {
      await page.setViewportSize({ width, height });
      await fit(wanted);
      const stage = await page.getByTestId("stage").boundingBox();
      deepEqual(stage, { x: 0, y: 0, width, height });
      const own = await page.locator(".self-view").boundingBox();
      const other = await page.getByTestId("remote-video").boundingBox();
      ok(own && other);
      equal(other.height, height, "the partner has the whole height");
      if (wanted === "tall") ok(own.x >= other.x + other.width, "beside it");
    }
  },
);
