/**
 * `tests/test_utils.tsx` for upstream's tests: builds, documents, browsers.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { chromium, type Page } from "playwright-core";
import type { App } from "../../../fresh/src/mod.ts";
import { Builder, type BuildOptions } from "../../../fresh/src/dev/mod.ts";
import { chromiumPath, FLAGS } from "../../chromium.ts";

// Only these tests need it, so it is not among what everybody installs. The
// name is a variable so that it is not looked for when types are checked.
const LINKEDOM: string = "npm:linkedom@0.18.12";
const { parseHTML } = await import(LINKEDOM);

/** What every document has. */
export const charset = <meta charset="utf-8" />;

/** Keeps browsers from asking for one. */
export const favicon = <link rel="icon" href="data:," />;

/** A whole document. */
export function Doc(
  { children, title = "Test" }: {
    children?: ComponentChildren;
    title?: string;
  },
) {
  return (
    <html>
      <head>
        {charset}
        <title>{title}</title>
        {favicon}
      </head>
      <body>{children}</body>
    </html>
  );
}

// The mapping of the tests puts fixtures below a folder that is a project.
const HERE = Deno.env.get("UPSTREAM_TESTS") ?? ".";
/** Folder of the islands. */
export const ALL_ISLAND_DIR = `${HERE}/tests/fixtures_islands/islands`;
/** Project with islands in route groups. */
export const ISLAND_GROUP_DIR = `${HERE}/tests/fixture_island_groups`;

/** Builds a project in memory, by its root or by where its islands are. */
export async function buildProd(
  { islandDir, ...options }: BuildOptions & { islandDir?: string },
) {
  const root = options.root ?? islandDir?.replace(/\/islands$/, "") ?? ".";
  return await new Builder({ ...options, root })
    .build({ mode: "production", snapshot: "memory" });
}

/** What the tests use of a page of the other browser driver. */
function driverPage(page: Page) {
  return {
    goto: async (url: string) => void await page.goto(url),
    content: () => page.content(),
    evaluate: (fn: () => unknown) => page.evaluate(fn),
    // deno-lint-ignore no-explicit-any
    waitForFunction: (fn: any, { args = [] }: { args?: unknown[] } = {}) =>
      page.waitForFunction(
        ([code, list]) => (0, eval)(`(${code})`)(...(list as unknown[])),
        [String(fn), args] as const,
        { timeout: 5_000 },
      ),
    addEventListener(
      _: "console",
      listener: (event: { detail: { type: string; text: string } }) => void,
    ) {
      page.on("console", (message) =>
        listener({
          detail: { type: message.type(), text: message.text() },
        }));
    },
    locator: (selector: string) => ({
      wait: () =>
        page.locator(selector).first().waitFor({
          timeout: 5_000,
          state: "attached",
        }),
      click: () => page.locator(selector).first().click({ timeout: 5_000 }),
      // deno-lint-ignore no-explicit-any
      evaluate: (fn: any) =>
        page.locator(selector).first().evaluate(fn, null, { timeout: 5_000 }),
    }),
  };
}

type DriverPage = ReturnType<typeof driverPage>;

/** Opens a page. */
export async function withBrowser(
  run: (page: DriverPage) => void | Promise<void>,
): Promise<void> {
  const browser = await chromium.launch({
    ...(chromiumPath !== null && { executablePath: chromiumPath }),
    args: FLAGS,
  });
  try {
    await run(driverPage(await browser.newPage()));
  } finally {
    await browser.close();
  }
}

/** Serves an app and opens a page. */
export async function withBrowserApp(
  app: App<unknown>,
  run: (page: DriverPage, address: string) => void | Promise<void>,
): Promise<void> {
  const handler = app.handler();
  await using server = Deno.serve({ port: 0, onListen: () => {} }, handler);
  await withBrowser((page) =>
    run(page, `http://localhost:${server.addr.port}`)
  );
}

/** Parses a document. */
// deno-lint-ignore no-explicit-any
export function parseHtml(html: string): any {
  return parseHTML(html).document;
}

/** Fails unless there is such an element. */
export function assertSelector(doc: Document, selector: string): void {
  if (doc.querySelector(selector) !== null) return;
  throw new Error(`There is no "${selector}" in:\n${doc.toString()}`);
}

/** Fails if there is such an element. */
export function assertNotSelector(doc: Document, selector: string): void {
  if (doc.querySelector(selector) === null) return;
  throw new Error(`There is a "${selector}" in:\n${doc.toString()}`);
}

/** Waits until an element has just this text. */
export async function waitForText(
  page: DriverPage,
  selector: string,
  text: string,
): Promise<void> {
  await page.waitForFunction(
    (wanted: string, content: string) =>
      document.querySelector(wanted)?.textContent === content,
    { args: [selector, String(text)] },
  );
}

/** Waits until something is so. */
export async function waitFor(
  isSo: () => unknown,
  limitMs = 2_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    try {
      if (await isSo()) return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    if (Date.now() > end) throw new Error("It did not become so");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Runs a server as a process of its own until the test is done with it. */
export async function withChildProcessServer(
  { cwd, args }: { cwd: string; args: string[] },
  run: (address: string) => void | Promise<void>,
): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  const { promise: address, resolve, reject } = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      const found = /https?:\/\/[^:\s]+:\d+(\/\w[-\w]*)*/.exec(output);
      if (found) resolve(found[0]);
    }
    reject(new Error(`The server did not start:\n${output}`));
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  try {
    await run(await address);
  } finally {
    try {
      child.kill("SIGTERM");
    } catch {
      // It has ended already.
    }
    await child.status;
    await reading;
  }
}

/** Reads what a process said. */
export function getStdOutput(
  { stdout, stderr }: Deno.CommandOutput,
): { stdout: string; stderr: string } {
  const decoder = new TextDecoder();
  return { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
