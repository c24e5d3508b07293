/**
 * Visitors who use Firefox as people have it, with made-up devices. It is driven
 * by WebDriver BiDi: the driver of the other tests needs a Firefox of its own.
 *
 * @module
 */

import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { KEPT, TERMS_VERSION } from "@/lib/call/kept.ts";
import { firefoxPath, PREFERENCES } from "@/tests/firefox.ts";
import { forgetPictures, hasMoved } from "./moving_picture.ts";

/** Longest a step may take on a busy machine, milliseconds. */
const STEP_MS = 60_000;

/** One Firefox with visitors that share nothing. */
export class FirefoxVisitors implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #baseUrl: string;
  /** Errors that pages threw or printed. */
  readonly errors: string[] = [];

  private constructor(browser: Browser, baseUrl: string) {
    this.#browser = browser;
    this.#baseUrl = baseUrl;
  }

  /** Starts the browser. */
  static async launch(baseUrl: string): Promise<FirefoxVisitors> {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: firefoxPath(),
      extraPrefsFirefox: { ...PREFERENCES },
    });
    return new FirefoxVisitors(browser, baseUrl);
  }

  /** Opens a page as a new visitor who has passed the gate. */
  async open(path: string): Promise<FirefoxVisitor> {
    const context = await this.#browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_MS);
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    await page.evaluateOnNewDocument(
      (key, version) => {
        if (origin !== "null") localStorage.setItem(key, version);
      },
      KEPT.adult,
      TERMS_VERSION,
    );
    await page.goto(this.#baseUrl + path);
    return new FirefoxVisitor(page);
  }

  /** Closes the browser and all pages. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** One visitor on the chat page. */
export class FirefoxVisitor {
  /** The page. */
  readonly page: Page;

  /** @param page The page that was opened. */
  constructor(page: Page) {
    this.page = page;
  }

  /** Presses one of the controls. */
  async press(control: string): Promise<void> {
    await this.page.locator(`[data-testid=${control}]`).click();
  }

  /** Waits until something is on the page. */
  async has(testId: string): Promise<void> {
    await this.page.waitForSelector(`[data-testid=${testId}]`);
  }

  /** Waits until the call is in a state. */
  async reaches(state: string): Promise<void> {
    await this.page.waitForSelector(
      `[data-testid=status][data-state=${state}]`,
    );
  }

  /** Waits until the status line says something. */
  async shows(status: string): Promise<void> {
    await this.page.waitForSelector(
      `[data-testid=status][data-status=${status}]`,
    );
  }

  /** Waits until the remote video shows pictures that change. */
  async seesNewVideo(): Promise<void> {
    await this.page.evaluate(forgetPictures);
    await this.page.waitForFunction(hasMoved, { polling: 100 });
  }

  /** Writes in the text chat, opening it. */
  async write(text: string): Promise<void> {
    await this.press("text");
    await this.page.waitForSelector("[data-testid=text-field]:enabled");
    await this.page.type("[data-testid=text-field]", text);
    await this.page.keyboard.press("Enter");
  }

  /** Waits until the other side has written this. */
  async reads(text: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll("[data-from=them] p")]
          .some(({ textContent }) => textContent === wanted),
      {},
      text,
    );
  }
}
