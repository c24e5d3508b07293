/**
 * What is wrong with how a page is laid out, as a person would see it.
 *
 * @module
 */

import axe from "axe-core";
import type { Page } from "playwright-core";

/** Screens by width, height and the size of letters, all in pixels. */
const SCREENS = [
  [390, 844, 16],
  [390, 844, 20],
  [390, 844, 24],
  [320, 568, 16],
  [844, 390, 16],
  [667, 375, 16],
  [667, 375, 24],
  [1280, 800, 16],
] as const;

/**
 * Lists every control that is cut off or too small for a finger (44 px, as
 * Apple's guidelines and WCAG 2.5.5 have it), own pictures over text, words
 * under the header or under what is said of devices, and a page that scrolls
 * sideways.
 */
export async function layoutProblems(page: Page): Promise<string[]> {
  await settled(page);
  return await page.evaluate(() => {
    const problems: string[] = [];
    const root = document.documentElement;
    const { clientWidth, clientHeight, scrollWidth } = root;
    if (scrollWidth > clientWidth) problems.push(`${scrollWidth} px wide`);
    const seen = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true });
    const open = document.querySelector("dialog[open]") ?? document;
    const controls = [...open.querySelectorAll("button, select, a")]
      .filter((control) => seen(control) && !control.closest("p, .cover"));
    for (const control of controls) {
      const { left, right, top, bottom, width, height } = control
        .getBoundingClientRect();
      const name = control.getAttribute("data-testid") ?? control.textContent;
      if (left < 0 || right > clientWidth || top < 0) {
        problems.push(`${name} is off screen: ${left} to ${right}`);
      } else if (Math.min(left, top, clientWidth - right) < 4) {
        problems.push(`${name} touches the edge: ${left}, ${top}, ${right}`);
      }
      if (open === document && bottom > clientHeight) {
        problems.push(`${name} is below the screen: ${bottom}`);
      }
      if (width < 43.5 || height < 43.5) {
        problems.push(`${name} is ${width} × ${height}`);
      }
    }
    const all = (selector: string) =>
      [...document.querySelectorAll(selector)].filter(seen);
    const nameOf = (element: Element) =>
      element.getAttribute("data-testid") ||
      element.textContent || element.className;
    const isOver = (one: DOMRect, other: DOMRect) =>
      one.left < other.right && other.left < one.right &&
      one.top < other.bottom && other.top < one.bottom;
    const boxOf = (element: Element) => element.getBoundingClientRect();

    const missing = all(".missing-devices p");
    const pressed = all(".status, .dock button, .stage-tools button");
    for (const card of all(".self-view[data-place=corner]")) {
      for (const other of [...pressed, ...missing]) {
        if (isOver(boxOf(card), boxOf(other))) {
          problems.push(`own picture over ${nameOf(other)}`);
        }
      }
    }
    const words = all(
      ".search-figure, .status, .cover-text > *, .cover-hint, .way-back button",
    );
    const cameraOff = all(".self-view[data-place=stage] .self-off > *");
    for (const element of [...words, ...missing]) {
      // Of words the room that they take, and not that of their line.
      const range = document.createRange();
      range.selectNodeContents(element);
      const box = range.getBoundingClientRect();
      const name = nameOf(element);
      if (box.top < 0) problems.push(`${name} is above the screen: ${box.top}`);
      // The figure is decoration: it may touch others, words may not.
      if (!element.textContent) continue;
      const isUnder = (other: Element) => isOver(boxOf(other), box);
      if (all("header :is(a, button)").some(isUnder)) {
        problems.push(`${name} is under the header`);
      }
      if (cameraOff.some((other) => isOver(boxOf(other), box))) {
        problems.push(`${name} is over what is said of the camera`);
      }
      if (!missing.includes(element) && missing.some(isUnder)) {
        problems.push(`${name} is under what is said of devices`);
      }
    }
    return problems;
  });
}

/** Lists the same for screens of all sizes, and puts the page's own back. */
export async function problemsOnScreens(page: Page): Promise<string[]> {
  const problems: string[] = [];
  const before = page.viewportSize();
  for (const [width, height, fontPx] of SCREENS) {
    await page.setViewportSize({ width, height });
    await page.evaluate((size) => {
      document.documentElement.style.fontSize = `${size}px`;
    }, fontPx);
    for (const problem of await layoutProblems(page)) {
      problems.push(`${width}×${height} at ${fontPx} px: ${problem}`);
    }
  }
  await page.evaluate(() => document.documentElement.style.fontSize = "");
  if (before) await page.setViewportSize(before);
  return problems;
}

/** Lists what axe-core finds, a line each. */
export async function axeProblems(page: Page): Promise<string[]> {
  await settled(page);
  // `evaluate()` is no script of the page, so its policy lets it pass.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: Violation[] }> };
    };
    return (await axe.run()).violations;
  });
  return violations.map(({ id, nodes }) =>
    `${id}: ${nodes.map(({ html }) => html).join(" | ")}`
  );
}

/**
 * Waits for what moves: a colour on its way to another one may be too pale for a
 * moment, and a button that was just pressed too small.
 */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) =>
      animation.playState !== "running" ||
      animation.effect?.getComputedTiming().endTime === Infinity
    )
  );
}

/** The part of axe's findings that is read. */
interface Violation {
  id: string;
  nodes: { html: string }[];
}
