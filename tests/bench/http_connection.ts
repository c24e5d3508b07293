/**
 * One keep-alive HTTP/1.1 connection for load, cheaper than `fetch`, so that
 * the client is not what is measured.
 *
 * @module
 */

import { readHead } from "./answer_head.ts";

/** One answer. */
export interface Answer {
  /** Status code. */
  status: number;
  /** Cookie that was set, `name=value`; `null` without one. */
  cookie: string | null;
  /** Body as text. */
  body: string;
}

/** What a request carries. */
export interface RequestParts {
  /** `name=value`. */
  cookie?: string | undefined;
  /** Body, to be written as JSON. */
  json?: unknown;
  /** Body that is JSON text already, in place of `json`. */
  text?: string;
  /** What follows the text, encoded already. */
  tail?: Uint8Array;
  /** More headers, each with its line end. */
  headers?: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const NO_TAIL = new Uint8Array();

/** As much as a request's or an answer's bytes usually need at most. */
const BUFFER_BYTES = 16 * 1024;

/** Where bodies are written: heads end there, whatever their length is. */
const BODY_AT = 2 * 1024;

/** Most bytes of UTF-8 that one unit of a text becomes. */
const MAX_BYTES_A_CHAR = 3;

/** A connection that carries one request at a time. */
export class HttpConnection implements Disposable {
  #conn: Deno.TcpConn;
  readonly #url: URL;
  readonly #host: string;
  #out = new Uint8Array(BUFFER_BYTES);
  #in = new Uint8Array(BUFFER_BYTES);
  #length = 0;

  private constructor(conn: Deno.TcpConn, url: URL) {
    this.#conn = conn;
    this.#url = url;
    this.#host = url.host;
  }

  /** Connects to the server of a URL; only this machine is allowed. */
  static async open(baseUrl: string): Promise<HttpConnection> {
    const url = new URL(baseUrl);
    if (!["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) {
      throw new TypeError(
        `Cannot put load on "${url.hostname}": not this machine`,
      );
    }
    return new HttpConnection(await connect(url), url);
  }

  /** Sends a request and reads the whole answer. */
  async request(
    method: "GET" | "POST",
    path: string,
    parts: RequestParts = {},
  ): Promise<Answer> {
    const bytes = this.#compose(method, path, parts);
    try {
      return await this.#exchange(bytes);
    } catch (error) {
      // A server may cut a connection that idles; a browser then opens another.
      if (!isCut(error) || this.#length > 0) throw error;
      this.#conn.close();
      this.#conn = await connect(this.#url);
      return await this.#exchange(bytes);
    }
  }

  /** Closes the connection. */
  [Symbol.dispose](): void {
    this.#conn.close();
  }

  /** Puts head and body side by side, so that one write sends them. */
  #compose(
    method: "GET" | "POST",
    path: string,
    { cookie, json, text, tail = NO_TAIL, headers = "" }: RequestParts,
  ): Uint8Array {
    text ??= json === undefined ? "" : JSON.stringify(json);
    const needed = BODY_AT + text.length * MAX_BYTES_A_CHAR + tail.length;
    if (this.#out.length < needed) this.#out = new Uint8Array(needed);
    const out = this.#out;
    const tailAt = text === ""
      ? BODY_AT
      : BODY_AT + encoder.encodeInto(text, out.subarray(BODY_AT)).written;
    out.set(tail, tailAt);
    const end = tailAt + tail.length;
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n` +
      (cookie ? `cookie: ${cookie}\r\n` : "") + headers +
      (method === "POST" ? `content-length: ${end - BODY_AT}\r\n\r\n` : "\r\n");
    const start = BODY_AT - head.length;
    // Only of ASCII, as many characters fit into as many bytes.
    const { read } = encoder.encodeInto(head, out.subarray(start, BODY_AT));
    if (read !== head.length) {
      throw new RangeError("Cannot send a head too long, or not of ASCII");
    }
    return out.subarray(start, end);
  }

  async #exchange(bytes: Uint8Array): Promise<Answer> {
    this.#length = 0;
    let sent = await this.#conn.write(bytes);
    while (sent < bytes.length) {
      sent += await this.#conn.write(bytes.subarray(sent));
    }
    await this.#fill();
    let head = readHead(this.#in, this.#length);
    while (head === null) {
      await this.#fill();
      head = readHead(this.#in, this.#length);
    }
    const { status, cookie, bodyAt, bodyBytes } = head;
    if (bodyBytes === 0) return { status, cookie, body: "" };
    const end = bodyAt + bodyBytes;
    while (this.#length < end) await this.#fill();
    const body = decoder.decode(this.#in.subarray(bodyAt, end));
    return { status, cookie, body };
  }

  async #fill(): Promise<void> {
    if (this.#length === this.#in.length) {
      const larger = new Uint8Array(this.#in.length * 2);
      larger.set(this.#in);
      this.#in = larger;
    }
    const free = this.#length === 0
      ? this.#in
      : this.#in.subarray(this.#length);
    const count = await this.#conn.read(free);
    if (count === null) {
      throw new Deno.errors.UnexpectedEof("Cannot read an answer: closed");
    }
    this.#length += count;
  }
}

async function connect({ hostname, port }: URL): Promise<Deno.TcpConn> {
  const conn = await Deno.connect({ hostname, port: Number(port) });
  conn.setNoDelay();
  return conn;
}

function isCut(error: unknown): boolean {
  return error instanceof Deno.errors.UnexpectedEof ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.BrokenPipe;
}
