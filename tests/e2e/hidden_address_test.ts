import { deepEqual, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { KEPT } from "@/lib/call/kept.ts";
import { startServer } from "@/tests/server_process.ts";
import { meet, Visitors } from "./browser.ts";
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
    await hidden.page.getByTestId("settings").click();
    await hidden.page.getByTestId("hide-address").check({ force: true });
    await hidden.page.keyboard.press("Escape");
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
}
