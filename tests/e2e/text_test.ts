import { deepEqual, equal, ok } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { MAX_ENTRIES } from "@/lib/call/talk/conversation.ts";
import { MAX_TEXT_CHARS } from "@/lib/call/talk/peer_message.ts";
import { type Visitor, type VisitorOptions, Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { axeProblems, problemsOnScreens } from "./layout.ts";
import { PollingClient } from "./polling_client.ts";

/** Two visitors in a call; the first one is the caller. */
async function callOf(
  visitors: Visitors,
  [first, second]: readonly [VisitorOptions?, VisitorOptions?] = [],
): Promise<[Visitor, Visitor]> {
  const one = await visitors.open("/chat", first);
  const two = await visitors.open("/chat", second);
  await one.press("start");
  await one.reaches("waiting");
  await two.press("start");
  for (const visitor of [one, two]) await visitor.reaches("live");
  return [one, two];
}

/** Waits until the text chat takes texts, and opens it. */
async function opensWhenReady({ page }: Visitor): Promise<void> {
  await page.getByTestId("text").click();
  await page.getByText("Only the two of you see this.").waitFor();
}

const TEXTS = [
  "مرحبا، كيف حالك؟",
  "👋🏽 chào bạn 👨‍👩‍👧",
  '<img src=x onerror="alert(1)"><b>bold</b>',
  "https://example.com/?a=b&c=d",
  "one\ntwo",
];

e2e(
  "two strangers write to each other, in any script, without links",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const [one, two] = await callOf(visitors);
    await opensWhenReady(one);
    for (const text of TEXTS) await one.writes(text);
    await one.reads("us", TEXTS);
    equal(await one.page.getByTestId("text-field").inputValue(), "");

    const badge = two.page.getByTestId("text-badge");
    await two.page.waitForFunction(
      (n) =>
        document.querySelector("[data-testid=text-badge]")?.textContent === n,
      String(TEXTS.length),
    );
    const heard = two.page.getByTestId("heard-text");
    equal(await heard.textContent(), "They wrote: one\ntwo");
    await two.page.keyboard.press("t");
    await two.reads("them", TEXTS);
    await badge.waitFor({ state: "hidden" });
    equal(await two.page.getByTestId("text-field").inputValue(), "");
    const markup = await two.page.getByTestId("text-entries").evaluate((list) =>
      [...list.querySelectorAll("p *, a")].length
    );
    equal(markup, 0, "texts are text nodes, and nothing else");
    const ways = await two.page.locator("[data-testid=text-entries] p")
      .evaluateAll((texts) => texts.map((p) => getComputedStyle(p).direction));
    deepEqual(ways, ["rtl", "ltr", "ltr", "ltr", "ltr"]);

    const field = two.page.getByTestId("text-field");
    await field.pressSequentially("mv");
    await field.press("Shift+Enter");
    await field.pressSequentially("?");
    await one.page.getByTestId("text-typing").waitFor();
    await field.press("Enter");
    await one.reads("them", ["mv\n?"]);
    await one.page.getByTestId("text-typing").waitFor({ state: "hidden" });
    equal(await two.state(), "live");

    await field.press("Escape");
    await field.waitFor({ state: "hidden" });
    equal(await two.state(), "live");
    equal(
      await two.page.evaluate(() =>
        document.activeElement?.getAttribute("data-testid")
      ),
      "text",
    );
    deepEqual(visitors.errors, []);
  },
);

e2e("a text is told by its length, and only so long", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await callOf(visitors);
  await opensWhenReady(one);
  const field = one.page.getByTestId("text-field");
  const left = one.page.getByTestId("text-left");
  await field.fill("a".repeat(MAX_TEXT_CHARS - 201));
  equal(await left.count(), 0);
  await field.press("End");
  await field.pressSequentially("b");
  equal(await left.innerText(), "200 characters left");
  await field.fill("a".repeat(MAX_TEXT_CHARS - 1));
  await field.press("End");
  await field.pressSequentially("bcd");
  equal(await left.innerText(), "0 characters left");
  await field.press("Enter");
  await opensWhenReadyWith(two, "a".repeat(MAX_TEXT_CHARS - 1) + "b");
  deepEqual(visitors.errors, []);
});

async function opensWhenReadyWith(visitor: Visitor, text: string) {
  await visitor.opensText();
  await visitor.reads("them", [text]);
}

e2e("Next clears what was written, and what was not yet sent", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await callOf(visitors);
  await opensWhenReady(one);
  await two.opensText();
  await one.writes("my number is 42");
  await two.reads("them", ["my number is 42"]);
  await two.page.getByTestId("text-field").fill("secret of one stranger");
  const three = await visitors.open("/chat");
  await two.press("next");
  await three.press("start");
  await one.press("stop");
  await two.reaches("live");
  await three.reaches("live");
  // A panel beside the stage stays where it was.
  await two.page.getByText("Only the two of you see this.").waitFor();
  equal(await two.page.getByTestId("text-field").inputValue(), "");
  for (const visitor of [one, two]) {
    const html = await visitor.page.content();
    ok(!html.includes("my number"), "it is nowhere in the page");
  }
  const kept = await two.page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }])
  );
  ok(!kept.includes("42"), kept);
  await opensWhenReady(three);
  await three.writes("new here");
  await two.reads("them", ["new here"]);
  deepEqual(visitors.errors, []);
});

e2e("texts pass after a restart of ICE, and after a reload", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await callOf(visitors);
  await opensWhenReady(one);
  await opensWhenReady(two);
  await one.writes("before");
  await two.reads("them", ["before"]);
  const answered = one.page.waitForRequest((request) =>
    request.url().endsWith("/api/rtc/offer") &&
    request.postDataJSON().gen === 1
  );
  await one.page.evaluate(() => dispatchEvent(new Event("online")));
  await one.writes("meanwhile");
  await answered;
  await two.writes("after");
  await two.reads("them", ["before", "meanwhile"]);
  await one.reads("them", ["after"]);
  await one.page.reload();
  await one.reaches("live");
  await opensWhenReady(one);
  await two.writes("welcome back");
  await one.reads("them", ["welcome back"]);
  await two.reads("us", ["after", "welcome back"]);
  deepEqual(visitors.errors, []);
});

e2e(
  "what the other side turns off is shown and told, and taken back",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const [one, two] = await callOf(visitors);
    await one.seesMovingVideo();
    const off = one.page.getByTestId("peer-camera-off");
    const muted = one.page.getByTestId("peer-mic-off");
    const told = one.page.locator(".peer-marks");
    await two.page.keyboard.press("v");
    await off.getByText("Their camera is off").waitFor();
    await two.page.keyboard.press("m");
    await muted.getByText("Their microphone is off").waitFor();
    equal(
      await told.textContent(),
      "Their microphone is offTheir camera is off",
    );
    deepEqual(await problemsOnScreens(one.page), []);
    deepEqual(await axeProblems(one.page), []);
    await two.page.keyboard.press("v");
    await off.waitFor({ state: "hidden" });
    await one.seesNewVideo();
    await two.page.keyboard.press("m");
    await muted.waitFor({ state: "hidden" });
    equal(await told.textContent(), "");
    // What was off for one is off for the next one, who is told at once.
    await two.page.keyboard.press("v");
    await off.waitFor();
    const three = await visitors.open("/chat");
    await three.press("start");
    await three.reaches("waiting");
    await two.press("next");
    await three.reaches("live");
    await three.page.getByTestId("peer-camera-off").waitFor();
    deepEqual(visitors.errors, []);
  },
);

e2e(
  "who has no camera and who has no microphone write to each other",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const [one, two] = await callOf(visitors, [
      { refused: "video" },
      { refused: "audio" },
    ]);
    await two.page.getByTestId("peer-camera-off").waitFor();
    await one.page.getByTestId("peer-mic-off").waitFor();
    equal(
      await two.page.locator(".chat").getAttribute("data-backdrop"),
      "remote",
    );
    await opensWhenReady(one);
    await two.opensText();
    await one.writes("I have no camera");
    await two.reads("them", ["I have no camera"]);
    await two.writes("I hear that");
    await one.reads("them", ["I hear that"]);
    deepEqual(visitors.errors, []);
  },
);

for (const locale of ["en", "ar"]) {
  e2e(
    `the text chat fits every screen and is axe-clean: ${locale}`,
    async () => {
      await using server = await startServer();
      await using visitors = await Visitors.launch(server.baseUrl);
      const [one, two] = await callOf(visitors, [{ locale }]);
      await opensWhenReady(two);
      await two.writes("hello");
      await one.opensText();
      await one.reads("them", ["hello"]);
      await one.writes("https://example.com/".repeat(30));
      await one.seesMovingVideo();
      deepEqual(await problemsOnScreens(one.page), []);
      deepEqual(await axeProblems(one.page), []);
      await one.page.setViewportSize({ width: 390, height: 844 });
      deepEqual(await axeProblems(one.page), []);
      const panel = (await one.page.getByTestId("text-panel").boundingBox())!;
      const dock = (await one.page.locator(".dock").boundingBox())!;
      ok(panel.y > 844 / 3, "the other side's face stays free");
      ok(panel.y + panel.height <= dock.y, "Next stays within reach");
      await one.page.evaluate(() => {
        Object.defineProperty(visualViewport!, "height", {
          get: () => innerHeight - 336,
        });
        visualViewport!.dispatchEvent(new Event("resize"));
      });
      const field = (await one.page.getByTestId("text-field").boundingBox())!;
      ok(field.y + field.height < 844 - 336, "it is above the keyboard");
      deepEqual(visitors.errors, []);
    },
  );
}

e2e("a phone begins each call without the sheet over the face", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const phone = { viewport: { width: 390, height: 844 } };
  const [one] = await callOf(visitors, [phone]);
  await opensWhenReady(one);
  const three = await visitors.open("/chat");
  await three.press("start");
  await three.reaches("waiting");
  await one.press("next");
  await one.page.getByTestId("text-panel").waitFor({ state: "hidden" });
  await three.reaches("live");
  await one.reaches("live");
  equal(await one.page.getByTestId("text-panel").count(), 0);
});

e2e("a flood neither freezes a page nor fills it", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await callOfFlooder(visitors);
  await opensWhenReady(one);
  await two.page.evaluate(() => {
    const [channel] = (globalThis as unknown as { open: RTCDataChannel[] })
      .open;
    channel!.send(new Uint8Array(1_000));
    channel!.send("x".repeat(100_000));
    for (let i = 0; i < 20_000; i++) {
      channel!.send(JSON.stringify({ type: "text", text: `flood ${i}` }));
    }
  });
  await one.page.getByText("They sent too much at once").waitFor();
  const count = await one.page.locator("[data-testid=text-entries] li").count();
  ok(count > 0 && count <= MAX_ENTRIES, `${count} texts`);
  equal(await one.state(), "live");
  await one.seesMovingVideo();
  deepEqual(visitors.errors, []);
});

/** A call with a page whose channels can be got at. */
async function callOfFlooder(visitors: Visitors): Promise<[Visitor, Visitor]> {
  const one = await visitors.open("/chat");
  const two = await visitors.open("/terms");
  await two.page.addInitScript(() => {
    const open: RTCDataChannel[] = [];
    Object.assign(globalThis, { open });
    const make = RTCPeerConnection.prototype.createDataChannel;
    RTCPeerConnection.prototype.createDataChannel = function (...options) {
      const channel = make.apply(this, options);
      channel.addEventListener("open", () => open.push(channel));
      return channel;
    };
  });
  await two.page.goto(new URL("/chat", two.page.url()).href);
  for (const visitor of [one, two]) await visitor.press("start");
  for (const visitor of [one, two]) await visitor.reaches("live");
  await two.page.waitForFunction(() =>
    (globalThis as unknown as { open: unknown[] }).open.length > 0
  );
  return [one, two];
}

for (const role of ["caller", "callee"] as const) {
  e2e(`a ${role} without text chat is told apart from one with`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const visitor = await visitors.open("/chat");
    const peer = await visitors.open("/terms");
    const client = new PollingClient(server.baseUrl, peer.page);
    await client.init();
    if (role === "caller") await client.enqueue();
    await visitor.press("start");
    if (role === "callee") {
      await visitor.reaches("waiting");
      await client.enqueue();
    }
    equal(await client.handshake(), role);
    await visitor.reaches("live");
    await visitor.seesMovingVideo();
    await visitor.opensText();
    await visitor.page.getByText("as soon as the other side").waitFor();
    await visitor.writes("is anybody there?");
    await visitor.page.getByText("Not sent.").waitFor();
    equal(
      await visitor.page.getByTestId("text-field").inputValue(),
      "is anybody there?",
    );
    deepEqual(visitors.errors, []);
  });
}
