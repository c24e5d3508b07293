import { deepEqual, equal, ok } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { type Visitor, Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { axeProblems, layoutProblems } from "./layout.ts";

/** How long two who just met are kept apart, with a little to spare. */
const HELD_BACK_MS = 20_000;

/** Hints to the pair a visitor is in: both members see the same one. */
function pairOf({ page }: Visitor): Promise<string> {
  return page.evaluate(async () => {
    const response = await fetch("/api/rtc/matchmake", { method: "POST" });
    return (await response.json()).pairId;
  });
}

async function looksRight({ page }: Visitor): Promise<void> {
  deepEqual(await layoutProblems(page), []);
  deepEqual(await axeProblems(page), []);
}

e2e(
  "Next between two says that nobody else is here, and joins them again",
  async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const both = await visitors.openCall();
    const before = await pairOf(both[0]);
    const pressedAt = performance.now();
    await both[0].press("next");
    await Promise.all(
      both.map(({ page }) =>
        page.getByText("Nobody else is here yet.").waitFor()
      ),
    );
    for (const one of both) await looksRight(one);
    for (const one of both) await one.shows("live");
    const tookMs = performance.now() - pressedAt;
    ok(tookMs >= HELD_BACK_MS, `they met again after ${tookMs} ms`);
    equal(await pairOf(both[0]), await pairOf(both[1]));
    ok(await pairOf(both[0]) !== before);
    deepEqual(visitors.errors, []);
  },
);

e2e("Next among four gives everybody somebody else at once", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await visitors.openCall();
  const [three, four] = await visitors.openCall();
  equal(await pairOf(one), await pairOf(two));
  await one.press("next");
  await two.reaches("waiting");
  await three.press("next");
  for (const visitor of [one, two, three, four]) {
    await visitor.reaches("live");
    await visitor.seesNewVideo();
  }
  const pairs = await Promise.all([one, two, three, four].map(pairOf));
  ok(pairs[0] !== pairs[1] && pairs[2] !== pairs[3]);
  equal(new Set(pairs).size, 2);
  deepEqual(visitors.errors, []);
});

for (const locale of ["en", "ar"]) {
  e2e(
    `a Next by mistake is taken back when the other side agrees: ${locale}`,
    async () => {
      await using server = await startServer();
      await using visitors = await Visitors.launch(server.baseUrl);
      const options = { locale, viewport: { width: 320, height: 568 } };
      const [hasty, left] = await visitors.openCall([options, options]);
      await hasty.press("next");
      await hasty.page.getByTestId("go-back").click();
      await left.page.getByTestId("go-back").click();
      for (const one of [hasty, left]) {
        await one.reaches("live");
        await one.seesNewVideo();
        equal(await one.page.getByTestId("go-back").count(), 0);
      }
      deepEqual(visitors.errors, []);
    },
  );

  e2e(
    `the way back fits a small phone and is axe-clean: ${locale}`,
    async () => {
      await using server = await startServer();
      await using visitors = await Visitors.launch(server.baseUrl);
      const options = { locale, viewport: { width: 320, height: 568 } };
      // A call for each look: nobody has to answer within the seconds there are.
      const [hasty, partner] = await visitors.openCall([options]);
      await hasty.press("next");
      await hasty.page.getByTestId("go-back").waitFor();
      await looksRight(hasty);
      for (const one of [hasty, partner]) await one.press("stop");
      const [other, left] = await visitors.openCall([{}, options]);
      await other.press("next");
      await other.page.getByTestId("go-back").click();
      await left.page.getByTestId("go-back").waitFor();
      await looksRight(left);
      deepEqual(visitors.errors, []);
    },
  );
}

e2e("who was left may refuse, and meets somebody else", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [hasty, left] = await visitors.openCall();
  await hasty.press("next");
  await hasty.page.getByTestId("go-back").click();
  await left.page.getByTestId("decline-back").click();
  await left.page.getByTestId("go-back").waitFor({ state: "detached" });
  await left.reaches("waiting");
  await hasty.press("stop");
  const third = await visitors.open("/chat");
  await third.press("start");
  for (const one of [third, left]) await one.reaches("live");
});
