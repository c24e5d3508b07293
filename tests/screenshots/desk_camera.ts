/**
 * Takes pictures of pages of the operators' desk, by day and by night, on a
 * desktop and on a phone.
 *
 * @module
 */

import { type VisitorOptions, Visitors } from "@/tests/e2e/browser.ts";
import { openDesk } from "@/tests/e2e/desk.ts";

const SCREENS: Readonly<Record<string, VisitorOptions>> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
};

/** How long charts and lines take to be drawn, milliseconds. */
const SETTLE_MS = 900;

/** A page, and what tells that it shows what it is to. */
export interface Sight {
  /** Name of its pictures. */
  name: string;
  /** Its path. */
  path: string;
  /** Words that it shows then; left out where it is complete at once. */
  text?: string;
  /** Whether it is there for who is not signed in. */
  isOutside?: boolean;
}

/**
 * Takes the pictures of every page on every screen.
 *
 * @param folder Where they are put.
 */
export async function takePictures(
  baseUrl: string,
  folder: string,
  sights: readonly Sight[],
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await using visitors = await Visitors.launch(baseUrl);
  for (const [screen, options] of Object.entries(SCREENS)) {
    const { page: stranger } = await visitors.open("/admin", options);
    const admin = await openDesk(visitors, "/admin/sessions", options);
    for (const { name, path, text, isOutside = false } of sights) {
      const page = isOutside ? stranger : admin;
      await page.goto(baseUrl + path);
      if (text !== undefined) await page.getByText(text).first().waitFor();
      await page.mouse.move(1, 1);
      await page.waitForTimeout(SETTLE_MS);
      await page.screenshot({
        path: `${folder}/${name}-${screen}.jpg`,
        type: "jpeg",
        quality: 80,
      });
    }
    await stranger.context().close();
    await admin.context().close();
  }
}
