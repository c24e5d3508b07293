/**
 * A stream of text to one browser: what it has room for, and how it ends.
 *
 * @module
 */

/** Chunks that wait to be taken, at most, before there is no room. */
const HIGH_WATER_MARK = 4;

/** Headers of an answer whose body is a stream of events. */
export const EVENT_STREAM_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/event-stream",
  "cache-control": "no-store",
  // Proxies of nginx's kind would gather events instead of passing them on.
  "x-accel-buffering": "no",
};

const encoder = new TextEncoder();

/** What happens to a stream. */
export interface TextStreamEvents {
  /** The browser has taken something, and there is room. */
  onRoom(): void;
  /** It is over, from whichever side; told once. */
  onEnd(): void;
}

/** One open stream. */
export class TextStream {
  /** What the browser reads. */
  readonly body: ReadableStream<Uint8Array>;
  readonly #onEnd: () => void;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #isOver = false;

  /**
   * Opens it.
   *
   * @param first Said at once, so that the browser learns that nothing holds
   * the stream back.
   */
  constructor(first: string, { onRoom, onEnd }: TextStreamEvents) {
    this.#onEnd = onEnd;
    this.body = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
        controller.enqueue(encoder.encode(first));
      },
      pull: () => onRoom(),
      cancel: () => this.#finish(),
    }, { highWaterMark: HIGH_WATER_MARK });
  }

  /** Whether it has ended. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether the browser has taken most of what it was told. */
  get hasRoom(): boolean {
    return !this.#isOver && (this.#controller.desiredSize ?? 0) > 0;
  }

  /** Says something; after the end nothing is said. */
  write(text: string | Uint8Array): void {
    if (this.#isOver) return;
    const isText = typeof text === "string";
    this.#controller.enqueue(isText ? encoder.encode(text) : text);
  }

  /** Ends it from our side. */
  end(): void {
    if (this.#isOver) return;
    this.#controller.close();
    this.#finish();
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd();
  }
}
