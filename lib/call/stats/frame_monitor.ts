/**
 * How many frames a second the page draws. While nobody looks it asks for none
 * and costs nothing.
 *
 * @module
 */

/** Frames per second below which a page is felt to stutter. */
const LOW_FPS = 50;

/** Shortest time that a figure is made of, milliseconds. */
const MIN_SPAN_MS = 500;

/** What a monitor needs of the browser. */
export interface FrameMonitorDeps {
  /** `requestAnimationFrame`. */
  readonly requestFrame: (callback: () => void) => number;
  /** `cancelAnimationFrame`. */
  readonly cancelFrame: (id: number) => void;
  /** A clock that never goes back, milliseconds. */
  readonly nowMs: () => number;
  /** The document. */
  readonly document:
    & Pick<Document, "hidden">
    & Pick<EventTarget, "addEventListener" | "removeEventListener">;
  /** Told when the rate falls below {@link LOW_FPS}, once until it is back. */
  readonly onLow: (fps: number) => void;
}

/** Counts frames from {@link start} to {@link stop}. */
export class FrameMonitor {
  readonly #deps: FrameMonitorDeps;
  #frameId: number | null = null;
  #frames = 0;
  #sinceMs = 0;
  #isOn = false;
  #isLow = false;
  readonly #count = () => {
    this.#frames++;
    this.#frameId = this.#deps.requestFrame(this.#count);
  };
  readonly #follow = () => {
    this.#rest();
    if (!this.#deps.document.hidden) this.#watch();
  };

  /** Makes one that counts nothing yet. */
  constructor(deps: FrameMonitorDeps) {
    this.#deps = deps;
  }

  /** Begins to count. */
  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#deps.document.addEventListener("visibilitychange", this.#follow);
    this.#follow();
  }

  /** Counts no more. */
  stop(): void {
    this.#isOn = false;
    this.#deps.document.removeEventListener("visibilitychange", this.#follow);
    this.#rest();
  }

  /**
   * Tells the rate since it was last asked for.
   *
   * @returns Frames per second; `undefined` where the page is hidden, or was
   * just now.
   */
  read(): number | undefined {
    const spanMs = this.#deps.nowMs() - this.#sinceMs;
    if (this.#frameId === null || spanMs < MIN_SPAN_MS) return undefined;
    const fps = this.#frames * 1_000 / spanMs;
    this.#begin();
    const isLow = fps < LOW_FPS;
    if (isLow && !this.#isLow) this.#deps.onLow(fps);
    this.#isLow = isLow;
    return fps;
  }

  #watch(): void {
    this.#begin();
    this.#frameId = this.#deps.requestFrame(this.#count);
  }

  #begin(): void {
    this.#frames = 0;
    this.#sinceMs = this.#deps.nowMs();
  }

  #rest(): void {
    if (this.#frameId !== null) this.#deps.cancelFrame(this.#frameId);
    this.#frameId = null;
  }
}
