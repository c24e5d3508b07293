/**
 * Takes the pictures of the chat page that the documents show: every state, on
 * a phone and on a desktop, from left and from right.
 *
 *     deno task screenshots [FOLDER]
 *
 * @module
 */

import { CAMERAS } from "@/tests/e2e/drawn_camera.ts";
import {
  type Visitor,
  type VisitorOptions,
  Visitors,
} from "@/tests/e2e/browser.ts";
import { startServer } from "@/tests/server_process.ts";

const FOLDER = Deno.args[0] ?? "docs/images/chat";

/** What the pictures are taken with. */
const SCREENS: Readonly<Record<string, VisitorOptions>> = {
  phone: {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 1,
    isMobile: true,
    hasTouch: true,
    camera: CAMERAS.phone,
  },
  desktop: {
    viewport: { width: 1280, height: 800 },
    camera: CAMERAS.desktop,
  },
};

/** Longest that a picture takes to settle: the longest transition. */
const SETTLE_MS = 700;

await Deno.mkdir(FOLDER, { recursive: true });
await using server = await startServer();
for (const locale of ["en", "ar"]) {
  for (const [name, screen] of Object.entries(SCREENS)) {
    await using visitors = await Visitors.launch(server.baseUrl);
    const take = (state: string, of: Visitor = visitor) =>
      shoot(of, `${state}-${name}-${locale}`);
    const first = await visitors.open("/chat", {
      ...screen,
      locale,
      isNew: true,
    });
    await first.page.getByTestId("start").waitFor();
    await take("first-visit", first);
    const visitor = await visitors.open("/chat", { ...screen, locale });
    await visitor.page.getByTestId("start").waitFor();
    await take("idle");
    await visitor.press("start");
    await visitor.reaches("waiting");
    await take("waiting");
    const partner = await visitors.open("/chat", {
      camera: { ...CAMERAS.phone, hue: 140 },
    });
    await partner.press("start");
    await visitor.reaches("live");
    await visitor.seesMovingVideo();
    await take("call");
    await visitor.page.route("**/api/rtc/**", (route) => route.abort());
    await partner.page.context().close();
    await visitor.press("next");
    await visitor.reaches("failed");
    await take("failed");
  }
}

async function shoot({ page }: Visitor, name: string): Promise<void> {
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({
    path: `${FOLDER}/${name}.jpg`,
    type: "jpeg",
    quality: 80,
  });
}
