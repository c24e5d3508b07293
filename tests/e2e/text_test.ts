import { deepEqual, equal, ok } from "node:assert/strict";
import { MAX_TEXT_CHARS } from "@/lib/call/talk/peer_message.ts";
import { startServer } from "@/tests/server_process.ts";
import { Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { axeProblems, problemsOnScreens } from "./layout.ts";
import { isReady, openReadyText, openText, reads, write } from "./text_chat.ts";

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
    const [one, two] = await visitors.openCall();
    await openReadyText(one);
    for (const text of TEXTS) await write(one, text);
    await reads(one, "us", TEXTS);
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
    await reads(two, "them", TEXTS);
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
    // Looked out for ahead: it is shown for a moment.
    const typing = one.page.getByTestId("text-typing").waitFor();
    await field.pressSequentially("mv");
    await field.press("Shift+Enter");
    await field.pressSequentially("?");
    await typing;
    await field.press("Enter");
    await reads(one, "them", ["mv\n?"]);
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
  const [one, two] = await visitors.openCall();
  await openReadyText(one);
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
  // An input method's own Enter picks a word, and sends nothing.
  await field.dispatchEvent("keydown", { key: "Enter", isComposing: true });
  equal((await field.inputValue()).length, MAX_TEXT_CHARS);
  await field.press("Enter");
  await openText(two);
  await reads(two, "them", ["a".repeat(MAX_TEXT_CHARS - 1) + "b"]);
  deepEqual(visitors.errors, []);
});

e2e("Next clears what was written, and what was not yet sent", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await visitors.openCall();
  await openReadyText(one);
  await openText(two);
  await write(one, "my number is 42");
  await reads(two, "them", ["my number is 42"]);
  await two.page.getByTestId("text-field").fill("secret of one stranger");
  const three = await visitors.open("/chat");
  await two.press("next");
  await three.press("start");
  await one.press("stop");
  await two.reaches("live");
  await three.reaches("live");
  // A panel beside the stage stays where it was.
  await isReady(two);
  equal(await two.page.getByTestId("text-field").inputValue(), "");
  for (const visitor of [one, two]) {
    const html = await visitor.page.content();
    ok(!html.includes("my number"), "it is nowhere in the page");
  }
  const kept = await two.page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }])
  );
  ok(!kept.includes("42"), kept);
  await openReadyText(three);
  await write(three, "new here");
  await reads(two, "them", ["new here"]);
  deepEqual(visitors.errors, []);
});

e2e("texts pass after a restart of ICE, and after a reload", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await visitors.openCall();
  await openReadyText(one);
  await openReadyText(two);
  await write(one, "before");
  await reads(two, "them", ["before"]);
  const answered = one.page.waitForRequest((request) =>
    request.url().endsWith("/api/rtc/offer") &&
    request.postDataJSON().gen === 1
  );
  await one.page.evaluate(() => dispatchEvent(new Event("online")));
  await write(one, "meanwhile");
  await answered;
  await write(two, "after");
  await reads(two, "them", ["before", "meanwhile"]);
  await reads(one, "them", ["after"]);
  await one.page.reload();
  await one.reaches("live");
  await openReadyText(one);
  await write(two, "welcome back");
  await reads(one, "them", ["welcome back"]);
  await reads(two, "us", ["after", "welcome back"]);
  deepEqual(visitors.errors, []);
});

e2e(
  "what the other side turns off is shown and told, and taken back",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const [one, two] = await visitors.openCall();
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
    const [one, two] = await visitors.openCall([
      { refused: "video" },
      { refused: "audio" },
    ]);
    await two.page.getByTestId("peer-camera-off").waitFor();
    await one.page.getByTestId("peer-mic-off").waitFor();
    equal(
      await two.page.locator(".chat").getAttribute("data-backdrop"),
      "remote",
    );
    await openReadyText(one);
    await openText(two);
    await write(one, "I have no camera");
    await reads(two, "them", ["I have no camera"]);
    await write(two, "I hear that");
    await reads(one, "them", ["I hear that"]);
    deepEqual(visitors.errors, []);
  },
);

for (const locale of ["en", "ar"]) {
  e2e(
    `the text chat fits every screen and is axe-clean: ${locale}`,
    async () => {
      await using server = await startServer();
      await using visitors = await Visitors.launch(server.baseUrl);
      const [one, two] = await visitors.openCall([{ locale }]);
      await openReadyText(two);
      await write(two, "hello");
      await openText(one);
      await reads(one, "them", ["hello"]);
      await write(one, "https://example.com/".repeat(30));
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
  const [one] = await visitors.openCall([phone]);
  await openReadyText(one);
  const three = await visitors.open("/chat");
  await three.press("start");
  await visitors.someoneIsQueued();
  await one.press("next");
  await one.page.getByTestId("text-panel").waitFor({ state: "hidden" });
  await three.reaches("live");
  await one.reaches("live");
  equal(await one.page.getByTestId("text-panel").count(), 0);
});
