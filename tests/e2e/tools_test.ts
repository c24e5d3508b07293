import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { startServer } from "@/tests/server_process.ts";
import { type Visitor, type VisitorOptions, Visitors } from "./browser.ts";
import { CAMERAS } from "./drawn_camera.ts";
import { e2e } from "./e2e.ts";
import { openReadyText, openText, reads, write } from "./text_chat.ts";

/** Two visitors who see each other. */
async function callOf(
  visitors: Visitors,
  options: VisitorOptions = {},
): Promise<[Visitor, Visitor]> {
  const both = await visitors.openCall([options]);
  for (const visitor of both) await visitor.seesMovingVideo();
  return both;
}

e2e("the other side goes to a window of its own, and back", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [{ page }] = await callOf(visitors);
  const isInWindow = (wanted: boolean) =>
    page.waitForFunction((wanted) => {
      const element = document.pictureInPictureElement;
      return wanted
        ? element?.getAttribute("data-testid") === "remote-video"
        : element === null;
    }, wanted);
  await page.getByTestId("pip").click();
  await isInWindow(true);
  await page.getByTestId("pip").click();
  await isInWindow(false);
  deepEqual(visitors.errors, []);
});

e2e("the page takes the whole screen, and says how to leave it", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [{ page }] = await callOf(visitors);
  const button = page.getByTestId("full-screen");
  equal(await button.getAttribute("aria-label"), "Full screen");
  await button.click();
  await page.waitForFunction(() => document.fullscreenElement !== null);
  await page.waitForSelector("[aria-label='Leave full screen']");
  ok(await page.getByTestId("next").isVisible(), "the controls are in it");
  await button.click();
  await page.waitForFunction(() => document.fullscreenElement === null);
  await page.waitForSelector("[aria-label='Full screen']");
  deepEqual(visitors.errors, []);
});

/** Notes which camera a page asks for. Runs in the page. */
function noteFacing(): void {
  const asked: unknown[] = [];
  Object.assign(globalThis, { asked });
  const devices = navigator.mediaDevices;
  if (!devices) return;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wanted) => {
    const { video } = wanted ?? {};
    if (typeof video === "object") asked.push(video.facingMode);
    return open(wanted);
  };
}

const askedFor = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked);

const ownVideoId = (page: Page) =>
  page.getByTestId("local-video").evaluate((video) =>
    ((video as HTMLVideoElement).srcObject as MediaStream)
      .getVideoTracks()[0]?.id
  );

e2e("a phone turns to its other camera in mid-call, and back", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const phone = {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    camera: CAMERAS.phone,
  };
  const one = await visitors.open("/terms", phone);
  await one.page.addInitScript(noteFacing);
  await one.page.goto(`${server.baseUrl}/chat`);
  const two = await visitors.open("/chat");
  for (const visitor of [one, two]) await visitor.press("start");
  await two.seesMovingVideo();
  await one.seesMovingVideo();
  const { page } = one;
  const isMirrored = () =>
    page.locator(".self-view").getAttribute("data-mirrored");
  equal(await isMirrored(), "true");
  deepEqual(new Set(await askedFor(page)), new Set(["user"]));
  for (
    const [facing, mirrored] of [["environment", "false"], ["user", "true"]]
  ) {
    const before = await ownVideoId(page);
    await page.getByTestId("switch-camera").click();
    await page.waitForFunction((old) => {
      const video = document.querySelector<HTMLVideoElement>(
        "[data-testid=local-video]",
      )!;
      const [track] = (video.srcObject as MediaStream).getVideoTracks();
      return track !== undefined && track.id !== old;
    }, before);
    notEqual(await ownVideoId(page), before);
    equal((await askedFor(page)).at(-1), facing);
    equal(await isMirrored(), mirrored, "letters in the room stay readable");
    await two.seesNewVideo();
  }
  equal(await one.state(), "live");
  deepEqual(visitors.errors, []);
});

e2e("a mouse has no use for the other camera of a phone", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [{ page }] = await callOf(visitors);
  equal(await page.getByTestId("switch-camera").isVisible(), false);
});

/** The width of an even frame around an element, pixels; 0 for none. */
async function frameOf(page: Page, selector: string): Promise<number> {
  return await page.locator(selector).first().evaluate((element) => {
    const { borderStyle, borderWidth } = getComputedStyle(element);
    // Sides that differ are several words.
    return borderStyle === "solid" ? Number(borderWidth.replace("px", "")) : 0;
  });
}

async function outlineOf(page: Page, selector: string): Promise<string> {
  return await page.locator(selector).first().evaluate((element) =>
    getComputedStyle(element).outlineStyle
  );
}

e2e(
  "where colours are the visitor's own, frames tell what is what",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const [one, two] = await callOf(visitors, { forcedColors: "active" });
    const { page } = one;
    await openReadyText(two);
    await write(two, "hello");
    await openText(one);
    await reads(one, "them", ["hello"]);
    for (
      const selector of [
        ".icon-button",
        ".button-next",
        ".self-view",
        ".text-panel",
        ".text-entries li p",
        ".text-form textarea",
      ]
    ) {
      ok(await frameOf(page, selector) >= 1, `${selector} has no frame`);
    }
    const mic = "[data-testid=toggle-mic]";
    equal(await outlineOf(page, mic), "none");
    await page.getByTestId("toggle-mic").click();
    await page.locator(`${mic}.icon-button-off`).waitFor();
    equal(await outlineOf(page, mic), "solid", "what is off is told apart");
    await page.getByTestId("toggle-mic").click();
    await page.keyboard.press("Tab");
    equal(await outlineOf(page, ":focus-visible"), "solid");
    await page.getByTestId("filters").click();
    const picked = ".segments input:checked + span";
    equal(await outlineOf(page, picked), "solid");
    for (const selector of ["dialog[open]", ".choice select", "#interest"]) {
      equal(await frameOf(page, selector), 2, `${selector} has no even frame`);
    }
    deepEqual(visitors.errors, []);
  },
);
