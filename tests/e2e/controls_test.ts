import { deepEqual, equal, notEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { startServer } from "@/tests/server_process.ts";
import { CAMERAS } from "./drawn_camera.ts";
import { Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { axeProblems, layoutProblems } from "./layout.ts";

/** What the visitor's own tracks are: on or off, and from which device. */
async function ownTracks(
  page: Page,
): Promise<{ kind: string; enabled: boolean; deviceId: string | undefined }[]> {
  return await page.getByTestId("local-video").evaluate((video) => {
    const stream = (video as HTMLVideoElement).srcObject as MediaStream;
    return stream.getTracks().map((track) => ({
      kind: track.kind,
      enabled: track.enabled,
      deviceId: track.getSettings().deviceId,
    })).sort((a, b) => a.kind.localeCompare(b.kind));
  });
}

e2e(
  "a call by keyboard alone: Start, M, V, the list of keys, Esc once",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const visitor = await visitors.open("/chat");
    const partner = await visitors.open("/chat");
    const { page } = visitor;
    await page.getByTestId("start").waitFor();
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() =>
        document.activeElement?.getAttribute("data-testid")
      );
      if (focused === "start") break;
    }
    await page.keyboard.press("Enter");
    await partner.press("start");
    await visitor.reaches("live");
    await page.keyboard.press("m");
    await page.keyboard.press("v");
    deepEqual(
      (await ownTracks(page)).map(({ enabled }) => enabled),
      [false, false],
    );
    await page.keyboard.press("m");
    await page.keyboard.press("?");
    await page.getByTestId("help-sheet").waitFor();
    deepEqual(await axeProblems(page), []);
    // Under a sheet keys are the sheet's: this closes it and skips nobody.
    await page.keyboard.press("m");
    await page.keyboard.press("Escape");
    await page.getByTestId("help-sheet").waitFor({ state: "hidden" });
    equal(await visitor.state(), "live");
    equal((await ownTracks(page))[0]!.enabled, true);
    await page.keyboard.down("Escape");
    await visitor.reaches("waiting");
    await page.keyboard.up("Escape");
    deepEqual(visitors.errors, []);
  },
);

e2e(
  "devices are picked in mid-call, and the other side sees the new one",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const visitor = await visitors.open("/chat", {
      locale: "ar",
      // What the second of the browser's own cameras gives cannot be encoded.
      camera: CAMERAS.desktop,
    });
    const partner = await visitors.open("/chat");
    for (const one of [visitor, partner]) await one.press("start");
    await partner.seesMovingVideo();
    const { page } = visitor;
    const before = await ownTracks(page);
    const usedIds = before.map(({ deviceId }) => deviceId ?? "");
    await page.getByTestId("settings").click();
    await page.getByTestId("cameraId").waitFor();
    // How loud the microphone is stands with it, and not with the speaker.
    await page.locator(".choice:has(#microphoneId) + [role=meter]").waitFor();
    deepEqual(await layoutProblems(page), []);
    deepEqual(await axeProblems(page), []);
    for (const picker of ["cameraId", "microphoneId"]) {
      const list = page.getByTestId(picker);
      const others = await list.evaluate(
        (select, used) =>
          [...(select as HTMLSelectElement).options].map(({ value }) => value)
            .filter((value) => value !== "" && !used.includes(value)),
        usedIds,
      );
      await list.selectOption(others[0]!);
    }
    await page.getByTestId("mirror").click();
    await page.getByTestId("volume").fill("0.25");
    await page.getByTestId("done").and(page.locator(":visible")).click();
    await page.waitForFunction((old) => {
      const video = document.querySelector<HTMLVideoElement>(
        "[data-testid=local-video]",
      )!;
      const tracks = (video.srcObject as MediaStream).getTracks();
      const isNew = (track: MediaStreamTrack) =>
        !old.includes(track.getSettings().deviceId ?? "");
      return tracks.length === 2 && tracks.every(isNew);
    }, usedIds);
    for (const [i, track] of (await ownTracks(page)).entries()) {
      notEqual(track.deviceId, before[i]!.deviceId, track.kind);
    }
    equal(await visitor.state(), "live");
    await partner.page.waitForFunction(() => {
      const video = document.querySelector<HTMLVideoElement>(
        "[data-testid=remote-video]",
      )!;
      const seen = globalThis as unknown as { first?: number };
      const { totalVideoFrames } = video.getVideoPlaybackQuality();
      seen.first ??= totalVideoFrames;
      return totalVideoFrames > seen.first + 10;
    });
    const remote = page.getByTestId("remote-video");
    equal(
      await remote.evaluate((video) => (video as HTMLVideoElement).volume),
      0.25,
    );
    const isMirrored = () =>
      page.locator(".self-view").getAttribute("data-mirrored");
    equal(await isMirrored(), "false");
    // They are remembered, and the preview uses them before the next Start. A
    // call would go on, and one's own picture have the stage for a moment only.
    await visitor.press("stop");
    await page.reload();
    await page.waitForSelector(".chat[data-backdrop=own]");
    equal(await isMirrored(), "false");
    notEqual((await ownTracks(page))[1]!.deviceId, before[1]!.deviceId);
    deepEqual(visitors.errors, []);
  },
);

e2e(
  "one who wants no automatic search stays when the other side leaves",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const visitor = await visitors.open("/chat");
    const partner = await visitors.open("/chat");
    const { page } = visitor;
    await page.getByTestId("settings").click();
    await page.getByTestId("auto-next").click();
    await page.keyboard.press("Escape");
    const printed: string[] = [];
    page.on("console", (message) => printed.push(message.text()));
    for (const one of [visitor, partner]) await one.press("start");
    await visitor.reaches("live");
    await partner.press("stop");
    await visitor.reaches("peer-left");
    await page.waitForTimeout(2_500);
    equal(await visitor.state(), "peer-left");
    await visitor.press("next");
    await visitor.reaches("waiting");
    deepEqual(printed.filter((text) => text.includes("409")), []);
  },
);

e2e("a goodbye and the search after it print nothing", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const printed: string[] = [];
  const [visitor, first, second, third] = await visitors.openFour("/chat");
  for (const { page } of [visitor, first, second, third]) {
    page.on("console", (message) => printed.push(message.text()));
  }
  for (const one of [visitor, first]) await one.press("start");
  await visitor.reaches("live");
  await first.press("stop");
  await visitor.reaches("waiting");
  await second.press("start");
  await visitor.reaches("live");
  await third.press("start");
  await third.reaches("waiting");
  await visitor.press("next");
  await third.reaches("live");
  await visitor.reaches("live");
  // A slow machine draws slowly, which the page says and which is no failure.
  const drawn = /^Parley draws \d+ frames per second$/;
  deepEqual(printed.filter((text) => !drawn.test(text)), []);
});
