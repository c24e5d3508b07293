import { deepEqual, ok } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { type Visitor, Visitors } from "./browser.ts";
import { CAMERAS } from "./drawn_camera.ts";
import { e2e } from "./e2e.ts";

/** Lets a page believe something of its encoder. Runs in the page. */
function pretendLimits(): void {
  const told: { limit: string | null } = { limit: null };
  Object.assign(globalThis, { told });
  const read = RTCPeerConnection.prototype.getStats;
  const pretend = async function (this: RTCPeerConnection) {
    const report = new Map(await read.call(this));
    for (const [id, stats] of report) {
      if (stats.type !== "outbound-rtp" || told.limit === null) continue;
      report.set(id, { ...stats, qualityLimitationReason: told.limit });
    }
    return report;
  };
  RTCPeerConnection.prototype.getStats = pretend as typeof read;
}

/** Waits until the other side's picture has this height, pixels. */
async function seesHeight(
  { page }: Visitor,
  isIt: "at least" | "at most",
  heightPx: number,
): Promise<void> {
  await page.waitForFunction(
    ([isIt, heightPx]) => {
      const { videoHeight } = document.querySelector<HTMLVideoElement>(
        "[data-testid=remote-video]",
      )!;
      return isIt === "at least"
        ? videoHeight >= heightPx
        : videoHeight > 0 && videoHeight <= heightPx;
    },
    [isIt, heightPx] as const,
    { timeout: 60_000 },
  );
}

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
        const { told } = globalThis as unknown as { told: { limit: string } };
        told.limit = limit;
      }, limit);
    await tell("none");
    await seesHeight(viewer, "at least", 500);
    await tell("cpu");
    await seesHeight(viewer, "at most", 480);
    await tell("none");
    await seesHeight(viewer, "at least", 500);
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
    await seesHeight(viewer, "at most", 360);
    ok(await viewer.page.getByTestId("remote-video").isVisible());
    deepEqual(visitors.errors, []);
  },
);
