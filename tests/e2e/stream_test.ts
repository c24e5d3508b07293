import { deepEqual, equal, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { startServer } from "@/tests/server_process.ts";
import { type Visitor, Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";

const STREAM = "/api/rtc/events";

/** Longest time until a stream that was refused for seconds is asked for. */
const REOPEN_MS = 40_000;

/** Notes what a page asks the server for from now on. */
function requestsOf(page: Page): string[] {
  const requests: string[] = [];
  page.on("request", (request) => {
    requests.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  return requests;
}

/** What is asked for by those who poll: descriptions and candidates. */
const polls = (requests: readonly string[]) =>
  requests.filter((request) => /^GET .*\/(offer|answer|ice)$/.test(request));

/** Opens the chat in a page that is elsewhere, and waits until it has news. */
async function openWithStream({ page }: Visitor): Promise<void> {
  const opened = isOpened(page);
  await page.goto(new URL("/chat", page.url()).href);
  await opened;
}

/** Longest that a question which is on its way may take, in rounds. */
const MOST_ROUNDS = 5;

/** Says whether a page comes to ask for nothing that a stream tells. */
async function stopsAsking(page: Page, requests: string[]): Promise<boolean> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    requests.length = 0;
    await page.waitForTimeout(2_000);
    const asked = requests.filter((path) => path.endsWith("matchmake"));
    if (polls(requests).length + asked.length === 0) return true;
  }
  return false;
}

function isOpened(page: Page): Promise<unknown> {
  return page.waitForResponse(
    (response) => response.url().endsWith(STREAM) && response.ok(),
    { timeout: REOPEN_MS },
  );
}

/** Asks for the camera, and says whether it was refused. Runs in the page. */
function isCameraRefused(): Promise<boolean> {
  const wanted = { video: true, audio: true };
  return navigator.mediaDevices.getUserMedia(wanted)
    .then(() => false, () => true);
}

/** Opens more streams than a visitor may have: the server ends the page's. */
async function cutStream(page: Page): Promise<void> {
  await page.evaluate(async (path) => {
    const end = new AbortController();
    for (let i = 0; i < 3; i++) await fetch(path, { signal: end.signal });
    end.abort();
  }, STREAM);
}

e2e("two pages make a call by events alone", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await visitors.openTwo("/terms");
  // The previews open them.
  for (const visitor of [one, two]) await openWithStream(visitor);
  const requests = [one, two].map(({ page }) => requestsOf(page));
  await one.press("start");
  await one.reaches("waiting");
  await two.press("start");
  for (const visitor of [one, two]) {
    await visitor.reaches("live");
    await visitor.seesMovingVideo();
  }
  deepEqual(requests.flatMap(polls), []);
  deepEqual(visitors.errors, []);
});

for (const isMediaDenied of [false, true]) {
  const what = isMediaDenied
    ? "a refused camera stays off"
    : "an allowed camera is on";
  e2e(`${what} before Start, and nobody waits`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl, {
      isMediaDenied,
    });
    const visitor = await visitors.open("/chat");
    const { page } = visitor;
    await page.getByTestId("start").waitFor();
    // The page asked what is allowed before: whoever asks later hears later.
    if (isMediaDenied) ok(await page.evaluate(isCameraRefused));
    else await page.waitForSelector(".chat[data-backdrop=own]");
    equal(await visitor.hasLocalPicture(), !isMediaDenied);
    equal(await visitor.state(), "idle");
    const answer = await fetch(`${server.baseUrl}/api/rtc/qlen`);
    equal((await answer.json()).len, 0);
  });
}

e2e("a stream that was cut goes on after its last event", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const one = await visitors.open("/terms");
  await openWithStream(one);
  await one.press("start");
  await one.reaches("waiting");
  const resumed = one.page.waitForRequest((request) =>
    request.url().endsWith(STREAM) && "last-event-id" in request.headers()
  );
  const reopened = resumed.then((request) => request.response());
  await cutStream(one.page);
  equal((await reopened)?.status(), 200);

  const requests = requestsOf(one.page);
  const two = await visitors.open("/chat");
  await two.press("start");
  await one.reaches("live");
  await two.reaches("live");
  await one.seesMovingVideo();
  deepEqual(polls(requests), [], "the stream brought it all");
});

e2e(
  "a page that cannot have the stream polls, and goes back when it can",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const one = await visitors.open("/chat", { blocked: [`**${STREAM}`] });
    const two = await visitors.open("/chat");
    const requests = requestsOf(one.page);
    await one.press("start");
    await one.reaches("waiting");
    await two.press("start");
    await one.reaches("live");
    await two.reaches("live");
    await one.seesMovingVideo();
    ok(polls(requests).length > 0, "it polled");

    const opened = isOpened(one.page);
    await one.page.context().unroute(`**${STREAM}`);
    await opened;
    ok(await stopsAsking(one.page, requests), "it goes on polling");
    await two.press("stop");
    await one.reaches("waiting");
  },
);

e2e(
  "a page without the stream hears that the other side reconnects, and asks back",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const polling = { blocked: [`**${STREAM}`] };
    const [other, one] = await visitors.openCall([{}, polling]);
    await one.seesMovingVideo();
    const noticed = one.shows("peer-reconnecting");
    // Whoever is back before the next question has nothing to be told of.
    await other.page.route("**/_fresh/js/**", async (route) => {
      await noticed.catch(() => {});
      await route.continue();
    });
    await other.page.reload({ waitUntil: "commit" });
    await noticed;
    for (const visitor of [one, other]) await visitor.shows("live");
    await one.seesNewVideo();

    await other.press("next");
    await other.page.getByTestId("go-back").click();
    await one.page.getByTestId("go-back").click();
    for (const visitor of [one, other]) {
      await visitor.reaches("live");
      await visitor.seesNewVideo();
    }
    deepEqual(visitors.errors, []);
  },
);
