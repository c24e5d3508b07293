/**
 * A stream of text to one browser: what it has room for, and how it ends.
 *
 * @module
 */

import { type BodyWatcher, tellWatcher } from "@/lib/http/counted_body.ts";

/** Chunks that wait to be taken, at most, before there is no room. */
const MAX_WAITING = 4;

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
  /** What the browser reads; it tells its own watcher what is taken of it. */
  readonly body: ReadableStream<Uint8Array>;
  readonly #onEnd: () => void;
  readonly #waiting: Uint8Array[];
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #watcher: BodyWatcher | null = null;
  /** Whether the browser waits for the next chunk. */
  #isAsked = false;
  #isOver = false;
  /** Whether it is to be closed behind the last chunk. */
  #isEnding = false;

  /**
   * Opens it.
   *
   * @param first Said at once, so that the browser learns that nothing holds
   * the stream back.
   */
  constructor(first: string, { onRoom, onEnd }: TextStreamEvents) {
    this.#onEnd = onEnd;
    this.#waiting = [encoder.encode(first)];
    this.body = new ReadableStream({
      start: (controller) => void (this.#controller = controller),
      pull: () => {
        this.#isAsked = true;
        this.#give();
        if (this.hasRoom) onRoom();
      },
      // May come while a chunk is handed over.
      cancel: () => {
        this.#isEnding = false;
        this.#watcher?.onEnd(true);
        this.#finish();
      },
      // Nothing is handed over before it is asked for, so it can be counted.
    }, { highWaterMark: 0 });
    tellWatcher(this.body, (watcher) => this.#watcher = watcher);
  }

  /** Whether it has ended. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether the browser has taken most of what it was told. */
  get hasRoom(): boolean {
    return !this.#isOver && this.#waiting.length < MAX_WAITING;
  }

  /** Says something; after the end nothing is said. */
  write(text: string | Uint8Array): void {
    if (this.#isOver) return;
    this.#waiting.push(typeof text === "string" ? encoder.encode(text) : text);
    this.#give();
  }

  /** Ends it from our side, behind what waits to be taken. */
  end(): void {
    if (this.#isOver) return;
    this.#isEnding = true;
    this.#finish();
    this.#give();
  }

  /** Hands over what is asked for, and closes behind the last of it. */
  #give(): void {
    const chunk = this.#isAsked ? this.#waiting.shift() : undefined;
    if (chunk !== undefined) {
      this.#isAsked = false;
      this.#watcher?.onBytes(chunk.byteLength);
      this.#controller.enqueue(chunk);
    }
    if (this.#isEnding && this.#waiting.length === 0) {
      this.#isEnding = false;
      this.#watcher?.onEnd(false);
      this.#controller.close();
    }
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd();
  }
}
