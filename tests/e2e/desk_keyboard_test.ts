import { equal } from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { aBadCall } from "@/tests/lib/desk/call_records.ts";
import { LiveSite } from "@/tests/live_site.ts";
import { startPastSite } from "@/tests/past_site.ts";
import { Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";

/** Presses of Tab after which something is out of reach. */
const MOST_TABS = 40;

/** The page follows the focus at once, and not smoothly. */
const STILL = { reducedMotion: "reduce" } as const;

/** Says what is wrong with the place of the focus; `null`: nothing is. */
function focusFault(): string | null {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return "is lost";
  const name = `${focused.localName} ${focused.textContent.slice(0, 30)}`;
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) {
    return `${name} has no ring`;
  }
  const { top, bottom, left, right } = focused.getBoundingClientRect();
  const isInSight = bottom > top && right > left && bottom > 0 &&
    right > 0 && top < innerHeight && left < innerWidth;
  return isInSight ? null : `${name} is out of sight`;
}

async function focusIsSeen(page: Page): Promise<void> {
  equal(await page.evaluate(focusFault), null);
}

/** Goes to something by Tab; at every stop the focus has to be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.and(page.locator(":not(:disabled)")).waitFor();
  for (let pressed = 0; pressed < MOST_TABS; pressed++) {
    await page.keyboard.press("Tab");
    await focusIsSeen(page);
    const isThere = await target.evaluate((element) =>
      element === document.activeElement
    );
    if (isThere) return;
  }
  throw new Error(`Cannot reach ${target} by Tab`);
}

async function open(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

async function signIn(page: Page): Promise<void> {
  // The field has the focus already.
  await focusIsSeen(page);
  await page.keyboard.type("test-password");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1 }).waitFor();
}

const inNav = (page: Page, name: string) =>
  page.getByRole("navigation").getByRole("link", { name });

e2e("an alert is found, acknowledged and its limit set by keys", async () => {
  await using site = await startPastSite(1);
  await using visitors = await Visitors.launch(site.baseUrl);
  const { page } = await visitors.open("/admin", STILL);
  await signIn(page);
  await open(page, inNav(page, "Alerts"));
  await page.waitForURL("**/admin/alerts");
  await tabTo(page, page.getByLabel("and severity"));
  await page.keyboard.type("high");
  await open(page, page.getByRole("button", { name: "Show" }));
  await page.waitForURL("**severity=high");
  await open(page, page.getByRole("button", { name: "Acknowledge" }));
  await page.getByText(/^acknowledged/).waitFor();
  await open(page, inNav(page, "Settings"));
  await page.waitForURL("**/admin/settings");
  await tabTo(page, page.getByLabel("Requests that fail"));
  await page.keyboard.type("7");
  await open(page, page.getByRole("button", { name: "Save" }));
  await page.getByText("Back to the defaults, 1 changed").waitFor();
});

e2e("a call is looked for, opened and read by keys", async () => {
  await using site = await LiveSite.start({
    callCount: 40,
    memberCount: 2,
    changesPerSecond: 0,
  });
  await using visitors = await Visitors.launch(site.baseUrl);
  for (const id of site.calls.keys()) {
    site.records.set(id, aBadCall(id, Date.now() - 3_600_000));
  }
  const { page } = await visitors.open("/admin", STILL);
  await signIn(page);
  await open(page, inNav(page, "Live calls"));
  await page.getByText("40 live calls").waitFor();
  // Past the navigation at one step.
  await open(page, page.getByRole("link", { name: "Skip to the page" }));
  await tabTo(page, page.getByRole("searchbox"));
  await page.keyboard.type("call0007");
  await page.getByText("1 of 40 calls.").waitFor();
  await tabTo(page, page.getByRole("grid"));
  await page.keyboard.press("ArrowDown");
  await page.locator("[aria-activedescendant=call-call0007]").waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/admin/calls/call0007");
  await open(page, page.getByRole("button", { name: "Copy link" }));
  for (const name of ["Events, oldest first", "Members", "Funnel"]) {
    await tabTo(page, page.getByLabel(name, { exact: true }));
  }
});
