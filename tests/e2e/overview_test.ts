import { deepEqual, equal, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { LiveSite } from "@/tests/live_site.ts";
import { anAlert } from "@/tests/lib/desk/live_calls.ts";
import { aBusyEvening } from "@/tests/lib/desk/overviews.ts";
import { Visitors } from "./browser.ts";
import { DESK_SCREENS, openDesk } from "./desk.ts";
import { e2e } from "./e2e.ts";
import { axeProblems } from "./layout.ts";

const FEW = { callCount: 2, memberCount: 2, changesPerSecond: 0 };

/** Words of tiles that lie over their neighbours', or stick out of the tile. */
const textsOverOthers = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".tile")].flatMap((tile) => {
      const frame = tile.getBoundingClientRect();
      const texts = [
        ...tile.querySelectorAll("h2, .tile-window, strong, .tile-note"),
      ].map((element) => {
        // The text itself, not the box that it may be too long for.
        const range = document.createRange();
        range.selectNodeContents(element);
        return { element, box: range.getBoundingClientRect() };
      });
      return texts.filter(({ element, box }) =>
        box.left < frame.left || box.right > frame.right ||
        texts.some((other) =>
          other.element !== element && other.box.left < box.right &&
          box.left < other.box.right && other.box.top + 3 < box.bottom &&
          box.top + 3 < other.box.bottom
        )
      ).map(({ element }) => element.textContent);
    })
  );

e2e("the overview says at once what the stream tells", async () => {
  await using site = await LiveSite.start(FEW);
  await using visitors = await Visitors.launch(site.baseUrl);
  const page = await openDesk(visitors, "/admin");
  await page.getByRole("heading", { name: "All well, 2 calls." }).waitFor();
  site.tell("alert", anAlert("x", { severity: "high" }));
  await page.getByRole("heading", { name: "One thing needs you, 2 calls." })
    .waitFor();
  // Not only the headline: what it is, and what can be done.
  await page.getByRole("button", { name: "Acknowledge" }).waitFor();
  site.tell("counts", { callCount: 41, waitingCount: 5 });
  await page.getByRole("heading", { name: "41 calls" }).waitFor();
  const tile = page.getByRole("listitem").filter({ hasText: "Live calls" });
  equal(await tile.locator("strong").textContent(), "41");
  deepEqual(visitors.errors, []);
});

e2e(
  "the overview fits every screen, and leaves the desk's own traffic out",
  async () => {
    await using site = await LiveSite.start(FEW);
    await using visitors = await Visitors.launch(site.baseUrl);
    const alerts = [anAlert("x", { severity: "critical" }), anAlert("y")];
    const evening = aBusyEvening(Date.now());
    const now = { ...evening.now, turnCostUsd: 12_345.67 };
    const turnToday = { ...evening.turnToday, chosenUsd: 2_345.67 };
    site.overview = { ...evening, now, turnToday, alerts };
    for (const screen of DESK_SCREENS) {
      const { viewport } = screen;
      const page = await openDesk(visitors, "/admin", screen);
      await page.getByText("212.4").waitFor();
      const { width } = viewport;
      const scrollWidth = await page.evaluate(() =>
        document.documentElement.scrollWidth
      );
      ok(scrollWidth <= width, `${scrollWidth} of ${width}`);
      deepEqual([width, await textsOverOthers(page)], [width, []]);
      deepEqual([width, await axeProblems(page)], [width, []]);
      const own = page.getByText("/api/monitoring/overview");
      equal(await own.count(), 0);
      await page.getByLabel("Show what this desk asks for, too").check();
      ok(await own.count() > 0);
      await page.context().close();
    }
    deepEqual(visitors.errors, []);
  },
);
