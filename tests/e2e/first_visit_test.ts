import { deepEqual, equal, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { AGE_SECRET, serveAgeProvider } from "@/tests/age_provider.ts";
import { startServer } from "@/tests/server_process.ts";
import { type Visitor, Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { axeProblems, layoutProblems } from "./layout.ts";

/** Screens of phones, upright and on their sides. */
const PHONES = [[320, 568], [390, 844], [667, 375], [844, 390]] as const;

/** Opens the chat on a small phone, for the first time. */
function openFirst(visitors: Visitors, locale: string): Promise<Visitor> {
  return visitors.open("/chat", {
    locale,
    isNew: true,
    viewport: { width: 320, height: 568 },
  });
}

async function looksRight(page: Page): Promise<void> {
  deepEqual(await layoutProblems(page), []);
  deepEqual(await axeProblems(page), []);
}

/** Links of the footer that a finger misses, or that are broken in two. */
function footerProblems(): string[] {
  const words = document.createRange();
  return [...document.querySelectorAll("footer a")].filter((link) => {
    words.selectNodeContents(link);
    return words.getClientRects().length > 1 ||
      link.getBoundingClientRect().height < 43.5;
  }).map(({ textContent }) => textContent);
}

e2e(
  "the way to the chat is seen without scrolling, on every phone",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    for (const locale of ["en", "ar", "vi"]) {
      const { page } = await visitors.open("/", { locale });
      const start = page.locator("main a[href='/chat']").first();
      for (const [width, height] of PHONES) {
        await page.setViewportSize({ width, height });
        const box = (await start.boundingBox())!;
        ok(box.y + box.height <= height, `${locale} at ${width}×${height}`);
        deepEqual(await page.evaluate(footerProblems), []);
      }
      deepEqual(await axeProblems(page), []);
    }
  },
);

for (const locale of ["en", "ar"]) {
  e2e(`a first visit gives its word before the camera: ${locale}`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const visitor = await openFirst(visitors, locale);
    const { page } = visitor;
    await visitor.press("start");
    await page.getByTestId("gate-accept").waitFor();
    await looksRight(page);
    await page.keyboard.press("Escape");
    await page.getByTestId("gate-accept").waitFor({ state: "hidden" });
    equal(await visitor.state(), "idle");
    equal(await visitor.hasLocalPicture(), false);

    await visitor.press("start");
    await page.getByTestId("gate-accept").click();
    await visitor.reaches("waiting");
    await page.reload();
    await visitor.press("start");
    await visitor.reaches("waiting");
  });
}

for (const locale of ["en", "ar"]) {
  e2e(
    `a first visitor may see themselves first, and nobody waits: ${locale}`,
    async () => {
      await using server = await startServer();
      await using visitors = await Visitors.launch(server.baseUrl);
      const visitor = await openFirst(visitors, locale);
      const { page } = visitor;
      await page.getByTestId("preview-first").waitFor();
      await looksRight(page);
      await page.getByTestId("preview-first").click();
      await page.getByTestId("gate-accept").click();
      await page.waitForSelector(".chat[data-backdrop=own]");
      equal(await visitor.state(), "idle");
      equal(await page.getByTestId("preview-first").count(), 0);
      const answer = await fetch(`${server.baseUrl}/api/rtc/qlen`);
      equal((await answer.json()).len, 0);
      await visitor.press("start");
      await visitor.reaches("waiting");
    },
  );
}

for (const locale of ["en", "ar"]) {
  e2e(
    `where age is assured a visitor goes there and comes back: ${locale}`,
    async () => {
      let isAdult = false;
      const provider = serveAgeProvider(() => isAdult);
      await using server = await startServer({
        env: {
          AGE_ASSURANCE_URL: provider.url,
          AGE_ASSURANCE_SECRET: AGE_SECRET,
        },
      });
      await using visitors = await Visitors.launch(server.baseUrl);
      const visitor = await openFirst(visitors, locale);
      const { page } = visitor;
      await visitor.press("start");
      await page.getByTestId("age-check").waitFor();
      await looksRight(page);
      await page.getByTestId("gate-accept").click();
      await page.waitForURL("**/chat?age=unknown");
      // Whoever comes back in vain is told so, and may try again.
      await page.getByTestId("age-check").waitFor();
      isAdult = true;
      await page.getByTestId("gate-accept").click();
      await page.waitForURL("**/chat");
      await visitor.press("start");
      await visitor.reaches("waiting");
      deepEqual(visitors.errors, []);
      await provider.server.shutdown();
    },
  );
}

/** Waits for a title: it follows what is drawn. */
async function hasTitle(page: Page, title: string): Promise<void> {
  await page.waitForFunction((title) => document.title === title, title);
}

e2e("Start without a network says so, and starts when it is back", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const visitor = await visitors.open("/chat");
  const { page } = visitor;
  await page.getByTestId("start").waitFor();
  await page.context().setOffline(true);
  await visitor.press("start");
  await page.waitForSelector("[data-status=offline]");
  await hasTitle(page, "Waiting for the internet · Parley");
  await page.context().setOffline(false);
  await visitor.reaches("waiting");
  await hasTitle(page, "Looking for someone · Parley");
});

e2e("Start is not there before it works", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const visitor = await visitors.open("/terms");
  const { page } = visitor;
  await page.route("**/*.js*", async (route) => {
    await held;
    await route.continue();
  });
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.goto(`${server.baseUrl}/chat`, { waitUntil: "commit" });
  await page.getByTestId("status").waitFor();
  equal(await page.getByTestId("start").count(), 0);
  release();
  await visitor.press("start");
  await visitor.reaches("waiting");
});
