import { deepEqual, equal } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { type Visitor, Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";

/** Goes to another page, which keeps the one that is left for the way back. */
async function goAway({ page }: Visitor): Promise<void> {
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await page.goto(new URL("/terms", page.url()).href);
}

/** Comes back by the browser's button, to the very page that was left. */
async function comeBack({ page }: Visitor): Promise<void> {
  // The driver waits for a load, and a page that was kept does not load.
  await page.evaluate(() => void setTimeout(() => history.back()));
  await page.waitForFunction(() => "isSamePage" in globalThis);
}

e2e(
  "who comes back to a page with a search or a call is not in it",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl, {
      keepsPages: true,
    });
    const visitor = await visitors.open("/chat");
    await visitor.press("start");
    await visitor.reaches("waiting");
    await visitors.someoneIsQueued();
    await goAway(visitor);
    await visitors.nobodyIsQueued();
    await comeBack(visitor);
    await visitor.reaches("stopped");
    equal(await visitor.hasLocalPicture(), false);

    await visitor.press("start");
    await visitor.reaches("waiting");
    const left = await visitors.open("/chat");
    await left.press("start");
    for (const one of [visitor, left]) await one.seesMovingVideo();
    await goAway(visitor);
    await left.reaches("waiting");
    await comeBack(visitor);
    await visitor.reaches("stopped");
    equal(await visitor.hasLocalPicture(), false);
    equal(await left.state(), "waiting");

    const third = await visitors.open("/chat");
    await third.press("start");
    await left.reaches("live");
    const fourth = await visitors.open("/chat");
    await fourth.press("start");
    await visitor.press("start");
    await visitor.reaches("live");
    await visitor.seesNewVideo();
    deepEqual(visitors.errors, []);
  },
);
