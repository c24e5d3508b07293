import { deepEqual, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { KEPT } from "@/lib/call/kept.ts";
import { startServer } from "@/tests/server_process.ts";
import { meet, type Visitor, Visitors } from "./browser.ts";
import { hasCoturn, startCoturn } from "./coturn.ts";
import { e2e } from "./e2e.ts";

/** The start of a Chromium that takes relays with certificates of our making. */
const FLAGS = ["--ignore-certificate-errors"];

/** Notes every description and candidate that a page is given. */
function noteGiven(): void {
  const given: string[] = [];
  Object.assign(globalThis, { given });
  const note = (name: "setRemoteDescription" | "addIceCandidate") => {
    const methods = RTCPeerConnection.prototype as unknown as Record<
      string,
      (given: unknown) => Promise<void>
    >;
    const own = methods[name]!;
    methods[name] = function (it) {
      given.push(JSON.stringify(it));
      return own.call(this, it);
    };
  };
  note("setRemoteDescription");
  note("addIceCandidate");
}

/** The kinds of addresses that a page was given of the other side. */
async function kindsGiven(page: Page): Promise<string[]> {
  const given = await page.evaluate(() =>
    (globalThis as unknown as { given: string[] }).given.join("\n")
  );
  return [...new Set(Array.from(given.matchAll(/ typ (\w+)/g), (m) => m[1]!))];
}

async function hideAddress({ page }: Visitor): Promise<void> {
  await page.getByTestId("settings").click();
  await page.getByTestId("hide-address").check({ force: true });
  await page.keyboard.press("Escape");
}

if (await hasCoturn()) {
  e2e("who hides their address has calls over relays alone", async () => {
    await using coturn = await startCoturn();
    await using server = await startServer({ env: coturn.env });
    await using visitors = await Visitors.launch(server.baseUrl, {
      flags: FLAGS,
    });
    const [hidden, stranger] = await visitors.openTwo("/terms");
    await stranger.page.addInitScript(noteGiven);
    for (const { page } of [hidden, stranger]) {
      await page.goto(`${server.baseUrl}/chat`);
    }
    await hideAddress(hidden);
    await meet(hidden, stranger);
    for (const one of [hidden, stranger]) await one.seesMovingVideo();
    deepEqual(await kindsGiven(stranger.page), ["relay"]);
    const kept = await hidden.page.evaluate(
      (key) => localStorage.getItem(key),
      KEPT.preferences,
    );
    ok(kept?.includes('"isAddressHidden":true'));
    deepEqual(visitors.errors, []);
  });

  e2e(
    "who is turned away by the relay is told so, and not blamed",
    async () => {
      await using coturn = await startCoturn();
      await using server = await startServer({
        env: { ...coturn.env, TURN_SECRET: "another-secret-0123456789" },
      });
      await using visitors = await Visitors.launch(server.baseUrl);
      const [hidden, stranger] = await visitors.openTwo("/chat");
      await hideAddress(hidden);
      await hidden.press("start");
      await hidden.reaches("waiting");
      await stranger.press("start");
      await hidden.reaches("failed");
      await hidden.page.getByTestId("status")
        .getByText("Our relay turned us away").waitFor({ state: "attached" });
      // The other side did nothing wrong, and is not kept.
      await stranger.reaches("waiting");
      deepEqual(visitors.errors, []);
    },
  );
}
