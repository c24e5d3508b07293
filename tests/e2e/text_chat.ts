/**
 * Visitors who write to each other.
 *
 * @module
 */

import type { Visitor } from "./browser.ts";

/** What an open text chat says that can be used, in English and in Arabic. */
const READY = /Only the two of you see this|لا يرى هذا سواكما/;

/** Opens the text chat, whether it can be used or not. */
export async function openText({ page }: Visitor): Promise<void> {
  await page.getByTestId("text").click();
  await page.getByTestId("text-field").waitFor();
}

/** Opens the text chat, and waits until it takes the first text. */
export async function openReadyText(visitor: Visitor): Promise<void> {
  await openText(visitor);
  await isReady(visitor);
}

/** Waits until the open text chat takes the first text. */
export async function isReady({ page }: Visitor): Promise<void> {
  await page.getByText(READY).waitFor();
}

/** Writes in the open text chat, and sends it by Enter. */
export async function write({ page }: Visitor, text: string): Promise<void> {
  const field = page.getByTestId("text-field");
  await field.fill(text);
  await field.press("Enter");
}

/** Waits until these are the last texts of one side in the open text chat. */
export async function reads(
  { page }: Visitor,
  from: "us" | "them",
  texts: readonly string[],
): Promise<void> {
  await page.waitForFunction(
    ([from, wanted]) => {
      const said = document.querySelectorAll(
        `[data-testid=text-entries] [data-from=${from}] p`,
      );
      const last = [...said].slice(-wanted.length);
      return last.map((p) => p.textContent).join("\0") === wanted.join("\0");
    },
    [from, texts] as const,
  );
}
