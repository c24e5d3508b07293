/**
 * Drives a browser for tests.
 *
 * @module
 */
import { chromium, type Page } from "playwright-core";
import { chromiumPath, FLAGS } from "../../tests/chromium.ts";

export { ignore } from "../../tests/chromium.ts";

/** A page and what its console said that is an error. */
export interface OpenPage {
  /** The page. */
  page: Page;
  /** Errors on its console, and exceptions. */
  errors: string[];
}

/** Calls `run` with a function that opens pages of a server with `handler`. */
export async function withBrowser(
  handler: (req: Request) => Promise<Response>,
  run: (open: (path: string) => Promise<OpenPage>) => Promise<void>,
): Promise<void> {
  const browser = await chromium.launch({
    ...(chromiumPath !== null && { executablePath: chromiumPath }),
    args: FLAGS,
  });
  const server = Deno.serve({ port: 0, onListen: () => {} }, handler);
  try {
    await run(async (path) => {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.setDefaultTimeout(5_000);
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      await page.goto(`http://localhost:${server.addr.port}${path}`);
      return { page, errors };
    });
  } finally {
    await browser.close();
    await server.shutdown();
  }
}
