import { deepEqual, equal, ok } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { meet, type Visitor, Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { PollingClient } from "./polling_client.ts";

e2e("two strangers see and hear each other", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await visitors.openCall();
  for (const visitor of [one, two]) {
    await visitor.seesMovingVideo();
    await visitor.hearsAudio();
  }
  const marks = await one.marks();
  ok(marks["call:start"]! <= marks["call:matched"]!);
  ok(marks["call:matched"]! <= marks["call:first-frame"]!);
  deepEqual(visitors.errors, []);
});

/** Notes what a status line says from now on; gives what it has said. */
async function statusesOf({ page }: Visitor): Promise<() => Promise<string[]>> {
  await page.getByTestId("status").evaluate((line) => {
    const shown: string[] = [];
    Object.assign(globalThis, { shown });
    new MutationObserver(() => shown.push(line.getAttribute("data-status")!))
      .observe(line, { attributeFilter: ["data-status"] });
  });
  return () =>
    page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
}

e2e(
  "Next gives a new partner among three, Stop frees the other at once",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const [one, two] = await visitors.openCall();
    const three = await visitors.open("/chat");
    await three.press("start");
    await visitors.someoneIsQueued();
    await one.press("next");
    await three.reaches("live");
    await one.reaches("live");
    await one.seesMovingVideo();
    await two.reaches("waiting");

    const shown = await statusesOf(three);
    await one.press("stop");
    await two.reaches("live");
    await three.reaches("live");
    // Who has to find out by themselves sees the path break first.
    deepEqual((await shown()).slice(0, 1), ["peer-left"]);
    equal(await one.state(), "stopped");
  },
);

e2e("closing the tab frees the other side", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await visitors.openCall();
  await one.page.goto("about:blank");
  await two.reaches("waiting");
});

e2e("two tabs of one visitor take over from each other", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  // Nobody meets the same stranger again at once: each call has its own.
  const [one, first, second, third] = await visitors.openFour("/chat");
  await meet(one, first);
  const tab = await visitors.openTab(one);
  await tab.reaches("other-tab");
  equal(await tab.startLabel(), "Take over here");

  await second.press("start");
  await second.reaches("waiting");
  await tab.press("start");
  await tab.reaches("live");
  await one.reaches("other-tab");
  equal(await one.hasLocalPicture(), false, "the old tab's camera is off");
  equal(await tab.hasLocalPicture(), true);

  await first.press("stop");
  await third.press("start");
  await third.reaches("waiting");
  await one.press("start");
  await one.reaches("live");
  await tab.reaches("other-tab");
  equal(await tab.hasLocalPicture(), false);

  // Neither leaving nor closing the tab that yielded ends the call here.
  await second.press("stop");
  await tab.page.goto("about:blank");
  await third.reaches("live");
  await one.seesMovingVideo();
  await one.press("stop");
  await third.reaches("waiting");
  deepEqual(visitors.errors, []);
});

e2e(
  "a tab that was told of another may start once that one has stopped",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const one = await visitors.open("/chat");
    const tab = await visitors.openTab(one);
    await one.press("start");
    await tab.reaches("other-tab");
    await one.press("stop");
    await tab.reaches("idle");
    equal(await tab.startLabel(), "Start");
  },
);

e2e("a camera that is refused has its own state and a way on", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl, {
    isMediaDenied: true,
  });
  const visitor = await visitors.open("/chat");
  await visitor.press("start");
  await visitor.reaches("media-error");
  ok(await visitor.page.getByTestId("start").isVisible());
  const told = await visitor.page.getByRole("status").first().innerText();
  ok(/blocked.*allow both/s.test(told), `the live region says: ${told}`);
  const { len } = await (await fetch(`${server.baseUrl}/api/rtc/qlen`)).json();
  equal(len, 0, "one without a camera must not wait in the queue");
});

for (const role of ["caller", "callee"] as const) {
  e2e(
    `a polling-only client as ${role} completes a handshake with a page`,
    async () => {
      await using server = await startServer();
      await using visitors = await Visitors.launch(server.baseUrl);
      const page = await visitors.open("/chat");
      const peer = await visitors.open("/terms");
      const client = new PollingClient(server.baseUrl, peer.page);
      await client.init();
      if (role === "caller") {
        await client.enqueue();
        await page.press("start");
      } else {
        await page.press("start");
        await visitors.someoneIsQueued();
        await client.enqueue();
      }
      equal(await client.handshake(), role);
      await page.reaches("live");
      await page.seesMovingVideo();
      equal(await client.connectionState(), "connected");
    },
  );
}
