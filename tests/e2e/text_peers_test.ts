import { deepEqual, equal, ok } from "node:assert/strict";
import { MAX_ENTRIES } from "@/lib/call/talk/conversation.ts";
import { startServer } from "@/tests/server_process.ts";
import { type Visitor, Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { PollingClient } from "./polling_client.ts";
import { openReadyText, openText, write } from "./text_chat.ts";

e2e("a flood neither freezes a page nor fills it", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await callOfFlooder(visitors);
  await openReadyText(one);
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
      await visitors.someoneIsQueued();
      await client.enqueue();
    }
    equal(await client.handshake(), role);
    await visitor.reaches("live");
    await visitor.seesMovingVideo();
    await openText(visitor);
    await visitor.page.getByText("as soon as the other side").waitFor();
    await write(visitor, "is anybody there?");
    await visitor.page.getByText("Not sent.").waitFor();
    equal(
      await visitor.page.getByTestId("text-field").inputValue(),
      "is anybody there?",
    );
    deepEqual(visitors.errors, []);
  });
}
