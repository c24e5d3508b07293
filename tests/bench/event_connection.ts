/**
 * One event stream for load, cheaper than `fetch`, so that the client is not
 * what is measured.
 *
 * @module
 */

import { createParser, type EventSourceMessage } from "eventsource-parser";

const HEAD_END = "\r\n\r\n";

/** A visitor's open stream; dispose of it to hang up. */
export class EventConnection implements Disposable {
  readonly #conn: Deno.TcpConn;
  readonly #events: EventSourceMessage[] = [];
  #wake: () => void = () => {};
  #failure: unknown = null;
  #isClosed = false;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
  }

  /**
   * Opens a stream, and waits until the server has taken it.
   *
   * @throws {Error} When the answer is no stream.
   */
  static async open(baseUrl: string, cookie: string): Promise<EventConnection> {
    const { hostname, port, host } = new URL(baseUrl);
    const conn = await Deno.connect({ hostname, port: Number(port) });
    conn.setNoDelay();
    const connection = new EventConnection(conn);
    // By HTTP/1.0 the body comes as it is, and not in chunks with lengths.
    const head = `GET /api/rtc/events HTTP/1.0\r\nhost: ${host}\r\n` +
      `cookie: ${cookie}\r\n\r\n`;
    await conn.write(new TextEncoder().encode(head));
    const began = Promise.withResolvers<void>();
    connection.#read(began.resolve).then(
      () => began.reject(new Error("Cannot open an event stream: closed")),
      (error) => {
        connection.#failure = error;
        connection[Symbol.dispose]();
        began.reject(error);
      },
    );
    await began.promise;
    return connection;
  }

  /**
   * Waits for an event of this name; those before it are dropped.
   *
   * @returns Its data, JSON text.
   * @throws {Error} When the stream ends before.
   */
  async next(name: string): Promise<string> {
    while (true) {
      const event = this.#events.shift();
      if (event?.event === name) return event.data;
      if (event !== undefined) continue;
      if (this.#failure !== null) throw this.#failure;
      if (this.#isClosed) throw new Error(`Cannot await ${name}: closed`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  /** Hangs up. */
  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#conn.close();
    this.#wake();
  }

  async #read(onBegin: () => void): Promise<void> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(16 * 1024);
    const parser = createParser({
      onEvent: (event) => void this.#events.push(event),
    });
    let head: string | null = "";
    while (!this.#isClosed) {
      const count = await this.#readInto(buffer);
      if (count === null) return this[Symbol.dispose]();
      let text = decoder.decode(buffer.subarray(0, count), { stream: true });
      if (head !== null) {
        head += text;
        const end = head.indexOf(HEAD_END);
        if (end < 0) continue;
        if (!/^HTTP\/1\.\d 200 /.test(head)) throw new Error(head);
        text = head.slice(end + HEAD_END.length);
        head = null;
        onBegin();
      }
      parser.feed(text);
      this.#wake();
    }
  }

  async #readInto(buffer: Uint8Array): Promise<number | null> {
    try {
      return await this.#conn.read(buffer);
    } catch (error) {
      if (this.#isClosed) return null; // We hung up while waiting.
      throw error;
    }
  }
}
