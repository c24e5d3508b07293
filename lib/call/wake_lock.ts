/**
 * Keeps the screen on during calls, where the browser lets a page do so.
 *
 * @module
 */

/** The part of a lock that is needed. */
export interface Lock {
  /** Lets the screen go dark again. */
  release(): Promise<void>;
}

/** What it needs of the browser. */
export interface WakeLockPorts {
  /** Asks for a lock; missing where browsers have none. */
  readonly request: (() => Promise<Lock>) | undefined;
  /** Tells whether the page is seen: a hidden one loses its lock. */
  readonly document: Pick<
    Document,
    "hidden" | "addEventListener" | "removeEventListener"
  >;
}

/** Holds a lock while it is wanted and the page is seen. */
export class WakeLock {
  readonly #ports: WakeLockPorts;
  readonly #follow = () => void this.#settle();
  #isWanted = false;
  #lock: Lock | null = null;
  #last: Promise<void> = Promise.resolve();

  /** Begins to watch the page. */
  constructor(ports: WakeLockPorts) {
    this.#ports = ports;
    ports.document.addEventListener("visibilitychange", this.#follow);
  }

  /** Says whether the screen should stay on. */
  want(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    void this.#settle();
  }

  /** Lets go and watches no longer. */
  close(): void {
    this.#ports.document.removeEventListener("visibilitychange", this.#follow);
    this.want(false);
  }

  #settle(): Promise<void> {
    return this.#last = this.#last.then(() => this.#step()).catch(() => {
      // A phone short of power refuses; the call goes on all the same.
    });
  }

  async #step(): Promise<void> {
    const { request, document } = this.#ports;
    const lock = this.#lock;
    // The browser has taken it already when the page was hidden.
    this.#lock = null;
    await lock?.release();
    if (!this.#isWanted || document.hidden || request === undefined) return;
    this.#lock = await request();
  }
}
