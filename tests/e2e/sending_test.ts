import { deepEqual, ok } from "node:assert/strict";
import { FIRST_LEVEL, SENDING_LEVELS } from "@/lib/call/sending/levels.ts";
import { startServer } from "@/tests/server_process.ts";
import { meet, type Visitor, Visitors } from "./browser.ts";
import { CAMERAS } from "./drawn_camera.ts";
import { e2e } from "./e2e.ts";

/** Height of the first picture, at most. */
const FIRST_PX = SENDING_LEVELS[FIRST_LEVEL]!.shortSidePx;

/** What a page is made to believe, and the connection that believes it. */
interface Told {
  limit: string | null;
  connection: RTCPeerConnection | null;
}

/** Lets a page believe something of its encoder. Runs in the page. */
function pretendLimits(): void {
  const told: Told = { limit: null, connection: null };
  Object.assign(globalThis, { told });
  const read = RTCPeerConnection.prototype.getStats;
  const pretend = async function (this: RTCPeerConnection) {
    told.connection = this;
    const report = new Map(await read.call(this));
    for (const [id, stats] of report) {
      if (stats.type !== "outbound-rtp" || told.limit === null) continue;
      report.set(id, { ...stats, qualityLimitationReason: told.limit });
    }
    return report;
  };
  RTCPeerConnection.prototype.getStats = pretend as typeof read;
}

/** Waits until the other side's picture has at most this height, pixels. */
async function seesAtMost({ page }: Visitor, heightPx: number): Promise<void> {
  await page.waitForFunction(
    (heightPx) => {
      const { videoHeight } = document.querySelector<HTMLVideoElement>(
        "[data-testid=remote-video]",
      )!;
      return videoHeight > 0 && videoHeight <= heightPx;
    },
    heightPx,
    { timeout: 60_000 },
  );
}

/** Notes the height of the other side's picture whenever it changes. */
async function noteHeights({ page }: Visitor): Promise<void> {
  await page.evaluate(() => {
    const heightsPx: number[] = [];
    Object.assign(globalThis, { heightsPx });
    const video = document.querySelector<HTMLVideoElement>(
      "[data-testid=remote-video]",
    )!;
    video.addEventListener("resize", () => {
      if (video.videoHeight > 0) heightsPx.push(video.videoHeight);
    });
  });
}

/**
 * Waits until a page lets its encoder send the whole picture, or only a smaller
 * one. What the encoder makes of it on a busy machine is its own affair.
 */
async function allowsWhole({ page }: Visitor, isWhole: boolean): Promise<void> {
  await page.waitForFunction(
    (isWhole) => {
      const { connection } = (globalThis as unknown as { told: Told }).told;
      const video = connection?.getSenders()
        .find(({ track }) => track?.kind === "video");
      const scale = video?.getParameters().encodings[0]?.scaleResolutionDownBy;
      return video !== undefined && (scale ?? 1) <= 1 === isWhole;
    },
    isWhole,
    { timeout: 60_000 },
  );
}

e2e(
  "the first picture is small, and those after it are larger",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const sender = await visitors.open("/chat", { camera: CAMERAS.desktop });
    const viewer = await visitors.open("/chat", { camera: CAMERAS.desktop });
    for (const visitor of [sender, viewer]) await noteHeights(visitor);
    await meet(sender, viewer);
    for (const { page } of [sender, viewer]) {
      const heights = () =>
        (globalThis as unknown as { heightsPx: number[] }).heightsPx;
      await page.waitForFunction(
        (firstPx) =>
          (globalThis as unknown as { heightsPx: number[] }).heightsPx
            .some((heightPx) => heightPx > firstPx),
        FIRST_PX,
        { timeout: 60_000 },
      );
      const [first] = await page.evaluate(heights);
      ok(first! <= FIRST_PX, `first ${first} px`);
    }
    deepEqual(visitors.errors, []);
  },
);

e2e(
  "a page sends less while its processor is busy, and more after",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const sender = await visitors.open("/terms", { camera: CAMERAS.desktop });
    await sender.page.addInitScript(pretendLimits);
    await sender.page.goto(`${server.baseUrl}/chat`);
    const viewer = await visitors.open("/chat");
    for (const visitor of [sender, viewer]) await visitor.press("start");
    await viewer.seesMovingVideo();
    const tell = (limit: string) =>
      sender.page.evaluate((limit) => {
        const { told } = globalThis as unknown as { told: Told };
        told.limit = limit;
      }, limit);
    await tell("none");
    await allowsWhole(sender, true);
    await tell("cpu");
    await allowsWhole(sender, false);
    await seesAtMost(viewer, 480);
    await tell("none");
    await allowsWhole(sender, true);
    deepEqual(visitors.errors, []);
  },
);

e2e(
  "who saves data sends a small picture, and nothing more of it",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const sender = await visitors.open("/terms", { camera: CAMERAS.desktop });
    await sender.page.addInitScript(() => {
      const { connection } = navigator as unknown as { connection: object };
      Object.defineProperty(connection, "saveData", { value: true });
    });
    await sender.page.goto(`${server.baseUrl}/chat`);
    const viewer = await visitors.open("/chat");
    for (const visitor of [sender, viewer]) await visitor.press("start");
    await viewer.seesMovingVideo();
    await sender.seesMovingVideo();
    // Longer than a call takes to settle, after which others send it whole.
    await viewer.page.waitForTimeout(8_000);
    await seesAtMost(viewer, 360);
    ok(await viewer.page.getByTestId("remote-video").isVisible());
    deepEqual(visitors.errors, []);
  },
);
