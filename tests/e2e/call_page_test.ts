import { deepEqual, equal, ok } from "node:assert/strict";
import { aBadCall } from "@/tests/lib/desk/call_records.ts";
import { LiveSite } from "@/tests/live_site.ts";
import { Visitors } from "./browser.ts";
import { DESK_SCREENS, openDesk } from "./desk.ts";
import { e2e } from "./e2e.ts";
import { axeProblems } from "./layout.ts";

const QUIET = { callCount: 1, memberCount: 2, changesPerSecond: 0 };

e2e("a call's page tells its course, its verdict and why", async () => {
  await using site = await LiveSite.start(QUIET);
  await using visitors = await Visitors.launch(site.baseUrl);
  site.records.set("past", aBadCall("past", Date.now() - 3_600_000));
  for (const screen of DESK_SCREENS) {
    const { viewport } = screen;
    const page = await openDesk(visitors, "/admin/calls/past", screen);
    await page.getByRole("heading", { name: "The caller's uplink" }).waitFor();
    const evidence = page.getByRole("list", { name: "Evidence" });
    equal(await evidence.getByRole("listitem").count(), 3);
    const charts = page.locator("canvas[role=img]");
    equal(await charts.count(), 5);
    for (const text of await charts.all()) {
      const label = await text.getAttribute("aria-label");
      ok(/Caller: from .+ Callee: from /.test(label!), label!);
    }
    await page.getByText("452 points for 2,391 measured").first().waitFor();
    await page.waitForFunction(() => {
      const canvas = document.querySelector("canvas")!;
      const { data } = canvas.getContext("2d")!
        .getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value) => value !== 0);
    });
    const { width } = viewport;
    const scrollWidth = await page.evaluate(() =>
      document.documentElement.scrollWidth
    );
    ok(scrollWidth <= width, `${scrollWidth} of ${width}`);
    deepEqual([width, await axeProblems(page)], [width, []]);
    await page.context().close();
  }
  deepEqual(visitors.errors, []);
});

e2e(
  "a call under way is followed, and one that is unknown is told",
  async () => {
    await using site = await LiveSite.start(QUIET);
    await using visitors = await Visitors.launch(site.baseUrl);
    const record = { ...aBadCall("now", Date.now() - 60_000), endedAt: null };
    site.records.set("now", record);
    const page = await openDesk(visitors, "/admin/calls/now");
    await page.getByText("under way").waitFor();
    site.records.set("now", { ...record, endedAt: record.startedAt + 61_000 });
    await page.getByText("lasted 1:01").waitFor();
    const other = await openDesk(visitors, "/admin/calls/nobody");
    await other.getByText("No such call").waitFor();
    deepEqual(await axeProblems(other), []);
  },
);

e2e("a call's page of ten members is no wider than its screen", async () => {
  await using site = await LiveSite.start(QUIET);
  await using visitors = await Visitors.launch(site.baseUrl);
  const record = aBadCall("crowd", Date.now() - 3_600_000);
  const members = Array.from(
    "abcdefghij",
    (id, i) => ({ ...record.members[i % 2]!, id }),
  );
  const events = Array.from({ length: 40 }, () => record.events).flat();
  site.records.set("crowd", { ...record, members, events });
  for (const screen of DESK_SCREENS) {
    const page = await openDesk(visitors, "/admin/calls/crowd", screen);
    await page.getByText("Member j").first().waitFor();
    const { width } = screen.viewport;
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll("html, .panel")]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ tagName, textContent }) => tagName + textContent.slice(0, 40))
    );
    deepEqual([width, wide], [width, []]);
    const events = page.getByRole("list", { name: "Events, oldest first" });
    const { height } = (await events.boundingBox())!;
    ok(height < 500, `events are ${height} px high`);
    deepEqual([width, await axeProblems(page)], [width, []]);
    await page.context().close();
  }
});
