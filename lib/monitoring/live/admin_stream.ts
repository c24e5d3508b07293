/**
 * The event stream of one admin.
 *
 * Who does not take what is told at once gets the latest of each thing later,
 * never what it was in between, so nothing grows by waiting.
 *
 * @module
 */

import { TextStream } from "@/lib/signaling/text_stream.ts";

/** Said when nothing else is, so that nobody takes a silence for the end. */
const HEARTBEAT = ": alive\n\n";

/** One open stream. */
export class AdminStream {
  /** Says whether its reader is an admin yet. */
  readonly isStillIn: () => Promise<boolean>;
  /** What the reader has not taken, by what it is about. */
  readonly #behind = new Map<string, string>();
  readonly #stream: TextStream;
  #isWelcome = false;

  /**
   * Opens it; nothing is told before its welcome.
   *
   * @param isStillIn Says whether its reader is an admin yet.
   * @param onEnd Told once, whoever ends it.
   */
  constructor(isStillIn: () => Promise<boolean>, onEnd: () => void) {
    this.isStillIn = isStillIn;
    this.#stream = new TextStream(HEARTBEAT, {
      onRoom: () => this.#catchUp(),
      onEnd: () => {
        this.#behind.clear();
        onEnd();
      },
    });
  }

  /** What the browser reads. */
  get body(): ReadableStream<Uint8Array> {
    return this.#stream.body;
  }

  /** Tells everything; before that nothing is told. */
  welcome(snapshot: string): void {
    this.#isWelcome = true;
    this.#stream.write(snapshot);
  }

  /** Tells news now, or the latest of it once the reader has room. */
  tell(texts: ReadonlyMap<string, string>, chunk: Uint8Array): void {
    if (!this.#isWelcome || this.#stream.isOver) return;
    if (this.#behind.size === 0 && this.#stream.hasRoom) {
      this.#stream.write(chunk);
      return;
    }
    for (const [about, text] of texts) this.#behind.set(about, text);
  }

  /** Shows that the stream lives, unless the reader is behind anyway. */
  heartbeat(): void {
    if (this.#stream.hasRoom) this.#stream.write(HEARTBEAT);
  }

  /** Ends the stream from our side. */
  end(): void {
    this.#stream.end();
  }

  #catchUp(): void {
    if (this.#behind.size === 0) return;
    const text = [...this.#behind.values()].join("");
    this.#behind.clear();
    this.#stream.write(text);
  }
}
