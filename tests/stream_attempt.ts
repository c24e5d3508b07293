/**
 * The server's side of a stream that a page asks for, moved by hand.
 *
 * @module
 */

import { settle } from "@/tests/lib/call/fakes.ts";

/** One request for a stream, and a hand on its answer. */
export class StreamAttempt {
  /** `Last-Event-ID` of the request; `null` without one. */
  readonly lastId: string | null;
  /** Whether the page has hung up. */
  isAborted = false;
  #body!: ReadableStreamDefaultController<Uint8Array>;
  readonly #answer = Promise.withResolvers<Response>();

  /** Takes the request. */
  constructor({ headers, signal }: RequestInit) {
    this.lastId = new Headers(headers).get("last-event-id");
    signal!.addEventListener("abort", () => {
      this.isAborted = true;
      this.#answer.reject(signal!.reason);
      try {
        this.#body?.error(signal!.reason);
      } catch {
        // Closed before.
      }
    });
  }

  /** What the page waits for. */
  get answer(): Promise<Response> {
    return this.#answer.promise;
  }

  /** Opens the stream. */
  async accept(): Promise<void> {
    const start = (body: ReadableStreamDefaultController<Uint8Array>) =>
      void (this.#body = body);
    this.#answer.resolve(new Response(new ReadableStream({ start })));
    await settle();
  }

  /** Answers with an error. */
  async refuse(status: number): Promise<void> {
    this.#answer.resolve(new Response("no", { status }));
    await settle();
  }

  /** Sends text, however it is cut up. */
  async write(text: string): Promise<void> {
    this.#body.enqueue(new TextEncoder().encode(text));
    await settle();
  }

  /** Sends one event. */
  async tell(event: string, data: unknown): Promise<void> {
    await this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Breaks the connection. */
  async cut(): Promise<void> {
    this.#body.error(new TypeError("cut"));
    await settle();
  }

  /** Ends the stream. */
  async end(): Promise<void> {
    this.#body.close();
    await settle();
  }
}
