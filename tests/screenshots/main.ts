/**
 * Takes the pictures of the chat page that the documents show: every state, on
 * a phone and on a desktop, from left and from right.
 *
 *     deno task screenshots [FOLDER] [phone-en | phone-ar | desktop-en | …]
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

const [FOLDER = "docs/images/chat", ONLY] = Deno.args;

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

/** How long a call has to last for its figures to be there. */
const MEASURED_MS = 4_000;

/** How long a call is lost in its picture. */
const LOST_MS = 4_000;

/** Longest that a picture takes to settle: the longest transition. */
const SETTLE_MS = 700;

await Deno.mkdir(FOLDER, { recursive: true });
await using server = await startServer();
for (const locale of ["en", "ar"]) {
  for (const [name, screen] of Object.entries(SCREENS)) {
    const place = `${name}-${locale}`;
    if (ONLY !== undefined && ONLY !== place) continue;
    await using visitors = await Visitors.launch(server.baseUrl);
    await shootVisit(visitors, { place, options: { ...screen, locale } });
  }
}

/** Takes every state of one visit. */
async function shootVisit(
  visitors: Visitors,
  { place, options }: { place: string; options: VisitorOptions },
): Promise<void> {
  const first = await visitors.open("/chat", { ...options, isNew: true });
  await first.page.getByTestId("start").waitFor();
  await shoot(first, `first-visit-${place}`);
  const visitor = await visitors.open("/chat", options);
  await visitor.page.getByTestId("start").waitFor();
  await shoot(visitor, `idle-${place}`);
  await visitor.press("start");
  await visitor.reaches("waiting");
  await visitor.page.getByTestId("online").waitFor();
  await shoot(visitor, `waiting-${place}`);
  const partner = await openPartner(visitors);
  await partner.press("start");
  await visitor.reaches("live");
  await visitor.seesMovingVideo();
  await visitor.page.waitForTimeout(MEASURED_MS);
  await shoot(visitor, `call-${place}`);
  await vanish(partner);
  await visitor.shows("reconnecting");
  await visitor.page.waitForTimeout(LOST_MS);
  await shoot(visitor, `reconnecting-${place}`);
  await visitor.shows("failed");
  await shoot(visitor, `failed-${place}`);
}

/** A partner whose connections can be reached. */
async function openPartner(visitors: Visitors): Promise<Visitor> {
  const partner = await visitors.open("/terms", {
    camera: { ...CAMERAS.phone, hue: 140 },
  });
  await partner.page.addInitScript(() => {
    const made: RTCPeerConnection[] = [];
    Object.assign(globalThis, { made });
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    };
  });
  await partner.page.goto(new URL("/chat", partner.page.url()).href);
  return partner;
}

/** Goes without a word, as one does who runs out of battery. */
async function vanish({ page }: Visitor): Promise<void> {
  await page.context().setOffline(true);
  await page.evaluate(() => {
    const { made } = globalThis as unknown as { made: RTCPeerConnection[] };
    for (const connection of made) connection.close();
  });
}

async function shoot({ page }: Visitor, name: string): Promise<void> {
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({
    path: `${FOLDER}/${name}.jpg`,
    type: "jpeg",
    quality: 80,
  });
}
