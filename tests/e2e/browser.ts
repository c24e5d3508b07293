/**
 * Visitors in real browsers, with a camera and a microphone that are made up.
 *
 * @module
 */

import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import type { MediaKind } from "@/lib/call/media/media.ts";
import { KEPT, TERMS_VERSION } from "@/lib/call/kept.ts";
import { chromiumPath, FLAGS } from "@/tests/chromium.ts";
import { type DrawnCamera, installDrawnCamera } from "./drawn_camera.ts";
import { forgetPictures, hasMoved } from "./moving_picture.ts";

/** Browsers that have cameras and talk to each other on this machine. */
const CALL_FLAGS = [
  ...FLAGS,
  "--use-fake-device-for-media-stream=device-count=2",
  "--allow-loopback-in-peer-connection",
];

/** Longest a step may take on a busy machine, milliseconds. */
const STEP_MS = 60_000;

/** The same where browsers take their time to notice that a path is broken. */
const TROUBLE_MS = 120_000;

/** How visitors' browsers are started. */
export interface BrowserOptions {
  /** Whether camera and microphone are refused when asked for. */
  isMediaDenied?: boolean;
  /** Another program than the Chromium that was found. */
  executablePath?: string;
  /** More of its command line. */
  flags?: readonly string[];
  /** Whether pages that are left are kept for the way back, as people have it. */
  keepsPages?: boolean;
}

/** What a visitor has in hand. */
export interface VisitorOptions extends BrowserContextOptions {
  /** A camera that is drawn in place of the browser's own. */
  camera?: DrawnCamera;
  /** A device that they do not allow. */
  refused?: MediaKind;
  /** Addresses that their network does not let through. */
  blocked?: readonly string[];
  /** Whether this is the first visit; others have passed the gate. */
  isNew?: boolean;
}

/** One browser with visitors that share nothing. */
export class Visitors implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #baseUrl: string;
  /** Errors that pages printed. */
  readonly errors: string[] = [];

  private constructor(browser: Browser, baseUrl: string) {
    this.#browser = browser;
    this.#baseUrl = baseUrl;
  }

  /** Starts the browser. */
  static async launch(
    baseUrl: string,
    { isMediaDenied = false, keepsPages = false, executablePath, flags = [] }:
      BrowserOptions = {},
  ): Promise<Visitors> {
    const ui = isMediaDenied
      ? "--use-fake-ui-for-media-stream=deny"
      : "--use-fake-ui-for-media-stream";
    const path = executablePath ?? chromiumPath;
    const browser = await chromium.launch({
      ...(path !== null && { executablePath: path }),
      args: [...CALL_FLAGS, ...flags, ui],
      ...(keepsPages &&
        { ignoreDefaultArgs: ["--disable-back-forward-cache"] }),
    });
    return new Visitors(browser, baseUrl);
  }

  /**
   * Waits until somebody waits on the server, too: a page says that it waits a
   * moment before the server knows.
   */
  async someoneIsQueued(): Promise<void> {
    await this.#queueIs((len) => len > 0, "nobody is in the queue");
  }

  /** Waits until nobody waits on the server: a page says goodbye as it goes. */
  async nobodyIsQueued(): Promise<void> {
    await this.#queueIs((len) => len === 0, "somebody is in the queue");
  }

  async #queueIs(
    isSo: (len: number) => boolean,
    otherwise: string,
  ): Promise<void> {
    const untilMs = performance.now() + STEP_MS;
    while (performance.now() < untilMs) {
      const response = await fetch(`${this.#baseUrl}/api/rtc/qlen`);
      const { len } = await response.json();
      if (isSo(len)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Cannot go on: ${otherwise}`);
  }

  /**
   * Opens a page as a new visitor, who has allowed camera and microphone unless
   * the browser refuses them.
   */
  async open(
    path: string,
    { camera, refused, isNew = false, blocked = [], ...options }:
      VisitorOptions = {},
  ): Promise<Visitor> {
    const context = await this.#browser.newContext({
      locale: "en",
      ...options,
    });
    for (const url of blocked) {
      await context.route(url, (route) => route.abort());
    }
    if (!isNew) {
      await context.addInitScript(([key, version]) => {
        // Not on pages without an address, which have no storage.
        if (origin !== "null") localStorage.setItem(key, version);
      }, [KEPT.adult, TERMS_VERSION] as const);
    }
    if (refused) await context.addInitScript(refuseDevice, refused);
    if (camera) await context.addInitScript(installDrawnCamera, camera);
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_MS);
    page.on("pageerror", (error) => this.errors.push(String(error)));
    await page.goto(this.#baseUrl + path);
    return new Visitor(page);
  }

  /** Opens another tab of a visitor, on the same page. */
  async openTab({ page }: Visitor): Promise<Visitor> {
    const tab = await page.context().newPage();
    tab.setDefaultTimeout(STEP_MS);
    tab.on("pageerror", (error) => this.errors.push(String(error)));
    await tab.goto(page.url());
    return new Visitor(tab);
  }

  /** Opens a page as two new visitors. */
  async openTwo(path: string): Promise<[Visitor, Visitor]> {
    return [await this.open(path), await this.open(path)];
  }

  /** Opens a page as four new visitors. */
  async openFour(path: string): Promise<[Visitor, Visitor, Visitor, Visitor]> {
    return [...await this.openTwo(path), ...await this.openTwo(path)];
  }

  /** Opens the chat as two new visitors who talk; the first is the caller. */
  async openCall(
    [first, second]: readonly [VisitorOptions?, VisitorOptions?] = [],
  ): Promise<[Visitor, Visitor]> {
    const one = await this.open("/chat", first);
    const two = await this.open("/chat", second);
    await meet(one, two);
    return [one, two];
  }

  /** Closes the browser and all pages. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** Lets two visitors start and find each other; the first is the caller. */
export async function meet(one: Visitor, two: Visitor): Promise<void> {
  await one.press("start");
  await one.reaches("waiting");
  await two.press("start");
  for (const visitor of [one, two]) await visitor.reaches("live");
}

/** One visitor on the chat page. */
export class Visitor {
  /** The page. */
  readonly page: Page;

  /** @param page The page that was opened. */
  constructor(page: Page) {
    this.page = page;
  }

  /** Presses one of the controls. */
  async press(control: "start" | "next" | "stop"): Promise<void> {
    await this.page.getByTestId(control).click();
  }

  /** Waits until the call is in a state. */
  async reaches(state: string): Promise<void> {
    await this.page.waitForSelector(
      `[data-testid=status][data-state=${state}]`,
      { state: "attached" },
    );
  }

  /** Waits until the status line says something. */
  async shows(status: string): Promise<void> {
    await this.page.waitForSelector(
      `[data-testid=status][data-status=${status}]`,
      { state: "attached", timeout: TROUBLE_MS },
    );
  }

  /** The same as {@link seesMovingVideo}, whatever was seen before. */
  async seesNewVideo(): Promise<void> {
    await this.page.evaluate(forgetPictures);
    await this.seesMovingVideo();
  }

  /** What the button that starts a visit says. */
  async startLabel(): Promise<string> {
    return (await this.page.getByTestId("start").innerText()).trim();
  }

  /** Says whether the visitor's own camera is on. */
  async hasLocalPicture(): Promise<boolean> {
    return await this.page.getByTestId("local-video").evaluate((video) =>
      (video as HTMLVideoElement).srcObject !== null
    );
  }

  /** Tells the state of the call. */
  async state(): Promise<string | null> {
    return await this.page.getByTestId("status").getAttribute("data-state");
  }

  /** Waits until the remote video shows pictures that change. */
  async seesMovingVideo(): Promise<void> {
    await this.page.waitForFunction(hasMoved, undefined, { polling: 100 });
  }

  /** Waits until sound that is not silence arrives, and is not muted. */
  async hearsAudio(): Promise<void> {
    await this.page.waitForFunction(
      async () => {
        const video = document.querySelector<HTMLVideoElement>(
          "[data-testid=remote-video]",
        );
        if (!video || video.muted || video.paused) return false;
        const stream = video.srcObject as MediaStream | null;
        if (!stream || stream.getAudioTracks().length === 0) return false;
        const audio = new AudioContext();
        await audio.resume();
        const analyser = audio.createAnalyser();
        audio.createMediaStreamSource(stream).connect(analyser);
        const samples = new Float32Array(analyser.fftSize);
        for (let i = 0; i < 20; i++) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          analyser.getFloatTimeDomainData(samples);
          if (samples.some((sample) => Math.abs(sample) > 0.01)) {
            await audio.close();
            return true;
          }
        }
        await audio.close();
        return false;
      },
      undefined,
      { polling: 200 },
    );
  }

  /** The page's performance marks by name; of repeated ones the last. */
  async marks(): Promise<Record<string, number>> {
    return await this.page.evaluate(() =>
      Object.fromEntries(
        performance.getEntriesByType("mark").map((mark) => [
          mark.name,
          mark.startTime,
        ]),
      )
    );
  }

  /** Closes the page as closing its tab does. */
  async close(): Promise<void> {
    await this.page.close({ runBeforeUnload: false });
  }
}

/** Refuses a device as a browser does. Runs in the page. */
function refuseDevice(kind: MediaKind): void {
  const devices = navigator.mediaDevices;
  if (!devices) return;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wanted) =>
    wanted?.[kind]
      ? Promise.reject(new DOMException("refused", "NotAllowedError"))
      : open(wanted);
}
