import { deepEqual, equal, ok } from "node:assert/strict";
import type { StatsEmission } from "@/lib/protocol/call_stats.ts";
import { startServer } from "@/tests/server_process.ts";
import { Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { axeProblems, layoutProblems } from "./layout.ts";
import { callOf, installProbe, measuredOf, readingsOf } from "./stats_probe.ts";

e2e("bitrates are what was really moved, within 5 %", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const both = await callOf(visitors);
  for (const { page } of both) {
    const measured = await measuredOf(page, 17);
    const readings = await readingsOf(page);
    // The first seconds have no rates yet.
    const span = measured.slice(4);
    const [fromMs, toMs] = [measured[3]!.atMs, measured.at(-1)!.atMs];
    let last = fromMs;
    let measuredBytes = 0;
    for (const { atMs, stats: { upAudioBps, upVideoBps } } of span) {
      const bps = (upAudioBps ?? 0) + (upVideoBps ?? 0);
      measuredBytes += bps * (atMs - last) / 8_000;
      last = atMs;
    }
    const at = (ms: number) =>
      readings.toSorted((a, b) =>
        Math.abs(a.atMs - ms) - Math.abs(b.atMs - ms)
      )[0]!;
    const moved = (field: "rtpBytes" | "transportBytes") =>
      at(toMs)[field] - at(fromMs)[field];
    ok(measuredBytes > 100_000, `${measuredBytes} bytes`);
    for (const field of ["rtpBytes", "transportBytes"] as const) {
      const share = measuredBytes / moved(field);
      ok(Math.abs(share - 1) < 0.05, `${share} of ${field}`);
    }
  }
  deepEqual(visitors.errors, []);
});

/** Says whether this is how a page tells of its call. */
function isTelling(either: { url(): string }): boolean {
  return either.url().endsWith("/api/monitoring/stats");
}

e2e("a call tells the server how it is, seldom, and that it ends", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const told: StatsEmission[] = [];
  const answers: number[] = [];
  const [one, two] = await visitors.openTwo("/chat");
  one.page.on("request", (request) => {
    if (isTelling(request)) told.push(request.postDataJSON());
  });
  one.page.on("response", (response) => {
    if (isTelling(response)) answers.push(response.status());
  });
  const again = one.page.waitForRequest(
    (request) => isTelling(request) && request.postDataJSON().seq > 0,
    { timeout: 60_000 },
  );
  for (const visitor of [one, two]) await visitor.press("start");
  for (const visitor of [one, two]) await visitor.reaches("live");
  // Longer than it may be silent, so that it has to tell something again.
  await one.page.waitForTimeout(13_000);
  await again;
  const ended = one.page.waitForResponse((response) =>
    isTelling(response) &&
    response.request().postDataJSON().metrics.connection === "ended"
  );
  await one.press("stop");
  await ended;
  equal(told[0]!.full, true);
  deepEqual(told.map(({ seq }) => seq), told.map((_, i) => i));
  ok(told.length >= 3 && told.length < 10, `${told.length} emissions`);
  equal(told.at(-1)!.metrics.connection, "ended");
  ok(told.some(({ metrics }) => (metrics.upVideoBps ?? 0) > 0));
  deepEqual(new Set(answers), new Set([200]));
});

e2e("last words are sent by beacon when the page goes", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await visitors.openTwo("/terms");
  await installProbe(one.page);
  await one.page.addInitScript(() => {
    const send = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (url, body) => {
      const isTaken = send(url, body);
      if (String(url).endsWith("/stats")) {
        localStorage.setItem("told", `${(body as Blob).type} ${isTaken}`);
      }
      return isTaken;
    };
  });
  for (const visitor of [one, two]) {
    await visitor.page.goto(`${server.baseUrl}/chat`);
    await visitor.press("start");
  }
  await measuredOf(one.page, 2);
  await one.page.goto(`${server.baseUrl}/terms`);
  const told = await one.page.evaluate(() => localStorage.getItem("told"));
  equal(told, "application/json true");
});

e2e("without its worker a page measures by itself, and says so", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const blocked = ["**/webrtc_stats_worker.js*"];
  const one = await visitors.open("/chat", { blocked });
  const two = await visitors.open("/chat");
  const told = one.page.waitForRequest((request) =>
    isTelling(request) && request.postDataJSON().metrics.upVideoBps > 0
  );
  for (const visitor of [one, two]) await visitor.press("start");
  await one.page.getByTestId("stats-fallback").waitFor();
  await told;
  await one.page.waitForSelector(
    "[data-testid=connection-badge]:not([data-quality=unknown])",
  );
  await one.page.waitForSelector("[data-computed-on=main]");
  await two.page.waitForSelector("[data-computed-on=worker]");
  equal(await two.page.getByTestId("stats-fallback").count(), 0);
  deepEqual(visitors.errors, []);
});

e2e("the badge opens by mouse, keys and touch, and Esc closes it", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const one = await visitors.open("/chat");
  const two = await visitors.open("/chat", {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  for (const visitor of [one, two]) await visitor.press("start");
  const badge = one.page.getByTestId("connection-badge");
  const details = one.page.getByTestId("connection-details");
  await badge.hover();
  await details.waitFor();
  await one.page.mouse.move(640, 500);
  await details.waitFor({ state: "hidden" });
  await badge.focus();
  await one.page.keyboard.press("Tab");
  await one.page.keyboard.press("Shift+Tab");
  await details.waitFor();
  await one.page.keyboard.press("Escape");
  await details.waitFor({ state: "hidden" });
  equal(await one.state(), "live", "Esc was not taken for Next");
  await one.page.getByTestId("bandwidth").waitFor();

  const { page } = two;
  await page.getByTestId("connection-badge").tap();
  await page.getByTestId("connection-details").waitFor();
  equal(await page.getByTestId("bandwidth").count(), 0, "hidden on phones");
  await page.getByTestId("toggle-bandwidth").tap();
  // Seen at once, under the details.
  await page.getByTestId("bandwidth").waitFor();
  deepEqual(await layoutProblems(page), []);
  await page.getByTestId("connection-badge").tap();
  await page.getByTestId("bandwidth").waitFor();
  for (const each of [one.page, page]) {
    deepEqual(await layoutProblems(each), []);
    deepEqual(await axeProblems(each), []);
  }
  await page.getByTestId("connection-badge").tap();
  await page.getByTestId("all-figures").tap();
  await page.getByTestId("stats-sheet").waitFor();
  deepEqual(await layoutProblems(page), []);
  deepEqual(await axeProblems(page), []);
  deepEqual(visitors.errors, []);
});

e2e("a phone on its side shows no figures over the face", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [{ page }] = await visitors.openCall([
    { viewport: { width: 844, height: 390 } },
  ]);
  await page.getByTestId("connection-badge").waitFor();
  equal(await page.getByTestId("bandwidth").count(), 0);
  // What is opened is seen to its end, without a push.
  await page.getByTestId("connection-badge").click();
  await page.getByTestId("connection-path").waitFor();
  for (const [width, height] of [[844, 390], [667, 375]] as const) {
    await page.setViewportSize({ width, height });
    const figures = await page.locator(".connection-details").boundingBox();
    const cover = await page.locator(".cover").boundingBox();
    ok(figures && cover);
    const [end, room] = [figures.y + figures.height, cover.y + cover.height];
    ok(end <= room, `the figures end at ${end}, their room at ${room}`);
  }
  deepEqual(visitors.errors, []);
});
