import { deepEqual } from "node:assert/strict";
import { hasNoFirefox } from "@/tests/firefox.ts";
import { startServer } from "@/tests/server_process.ts";
import { Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { FirefoxVisitors } from "./firefox.ts";
import { openReadyText, reads, write } from "./text_chat.ts";

/** How long a way that was lost may go unseen, milliseconds. */
const LOST_MS = 2_000;

for (const firefoxIs of ["caller", "callee"] as const) {
  e2e(`Firefox has a call with Chromium, as the ${firefoxIs}`, async () => {
    await using server = await startServer();
    await using chromiums = await Visitors.launch(server.baseUrl);
    await using firefoxes = await FirefoxVisitors.launch(server.baseUrl);
    const chromium = await chromiums.open("/chat");
    const firefox = await firefoxes.open("/chat");
    const both = [chromium, firefox];
    const [first, second] = firefoxIs === "caller" ? both.reverse() : both;
    await first!.press("start");
    await first!.reaches("waiting");
    await second!.press("start");
    for (const one of both) await one.reaches("live");
    for (const one of both) await one.seesNewVideo();
    await chromium.hearsAudio();

    await openReadyText(chromium);
    await write(chromium, "from Chromium");
    await firefox.write("from Firefox");
    await reads(chromium, "them", ["from Firefox"]);
    await firefox.reads("from Chromium");
    await chromium.page.keyboard.press("Escape");
    await chromium.page.keyboard.press("v");
    await firefox.has("peer-camera-off");
    await chromium.page.keyboard.press("v");
    await firefox.has("connection-badge");

    if (firefoxIs === "caller") await firefox.page.reload();
    else {
      const restarted = chromium.page.waitForRequest((request) =>
        request.url().endsWith("/api/rtc/offer") &&
        request.postDataJSON().gen > 0
      );
      await chromium.page.evaluate(() => dispatchEvent(new Event("online")));
      await restarted;
      await chromium.page.waitForTimeout(LOST_MS);
    }
    for (const one of both) await one.shows("live");
    for (const one of both) await one.seesNewVideo();
    await firefox.press("stop");
    await chromium.reaches("waiting");
    deepEqual([...chromiums.errors, ...firefoxes.errors], []);
  }, { isLeftOut: hasNoFirefox });
}

e2e(
  "Firefox has a call with Firefox, that outlives a restart and a page loaded anew",
  async () => {
    await using server = await startServer();
    // A browser each: of two pages in one, one is hidden and draws nothing.
    await using callers = await FirefoxVisitors.launch(server.baseUrl);
    await using callees = await FirefoxVisitors.launch(server.baseUrl);
    const caller = await callers.open("/chat");
    const callee = await callees.open("/chat");
    const both = [caller, callee];
    await caller.press("start");
    await caller.reaches("waiting");
    await callee.press("start");
    for (const one of both) await one.reaches("live");
    for (const one of both) await one.seesNewVideo();

    await caller.write("from the caller");
    await callee.write("from the callee");
    await callee.reads("from the caller");
    await caller.reads("from the callee");

    // The first offer came along with the ticket: this one is the restart's.
    const restarted = caller.page.waitForRequest((request) =>
      request.url().endsWith("/api/rtc/offer")
    );
    await caller.page.evaluate(() => dispatchEvent(new Event("online")));
    await restarted;
    await new Promise((resolve) => setTimeout(resolve, LOST_MS));
    for (const one of both) await one.seesNewVideo();

    await callee.page.reload();
    for (const one of both) await one.shows("live");
    for (const one of both) await one.seesNewVideo();
    await callee.press("stop");
    await caller.reaches("waiting");
    deepEqual([...callers.errors, ...callees.errors], []);
  },
  { isLeftOut: hasNoFirefox },
);
