/**
 * One keep-alive HTTP/1.1 connection for load, cheaper than `fetch`, so that
 * the client is not what is measured.
 *
 * @module
 */

/** One answer. */
export interface Answer {
  /** Status code. */
  status: number;
  /** Cookie that was set, `name=value`; `null` without one. */
  cookie: string | null;
  /** Body as text. */
  body: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const HEAD_END = encoder.encode("\r\n\r\n");

/** A connection that carries one request at a time. */
export class HttpConnection implements Disposable {
  #conn: Deno.TcpConn;
  readonly #url: URL;
  #buffer = new Uint8Array(64 * 1024);
  #length = 0;

  private constructor(conn: Deno.TcpConn, url: URL) {
    this.#conn = conn;
    this.#url = url;
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
    { cookie, json, headers = "" }: {
      cookie?: string;
      json?: unknown;
      headers?: string;
    } = {},
  ): Promise<Answer> {
    const body = encoder.encode(json === undefined ? "" : JSON.stringify(json));
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${this.#url.host}\r\n` +
      (cookie ? `cookie: ${cookie}\r\n` : "") + headers +
      (method === "POST" ? `content-length: ${body.length}\r\n` : "");
    const bytes = joined(encoder.encode(`${head}\r\n`), body);
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

  async #exchange(bytes: Uint8Array): Promise<Answer> {
    this.#length = 0;
    await this.#write(bytes);
    return await this.#read();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#conn.write(bytes.subarray(sent));
    }
  }

  async #read(): Promise<Answer> {
    let headEnd = -1;
    while ((headEnd = this.#indexOfHeadEnd()) < 0) await this.#fill();
    const head = decoder.decode(this.#buffer.subarray(0, headEnd));
    const status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (length === null && status !== 204 && status !== 304) {
      throw new Error(`Cannot read an answer without a length: ${head}`);
    }
    const end = headEnd + HEAD_END.length + Number(length?.[1] ?? 0);
    while (this.#length < end) await this.#fill();
    return {
      status,
      cookie: /\r\nset-cookie: *([^;\r]+)/i.exec(head)?.[1] ?? null,
      body: decoder.decode(
        this.#buffer.subarray(headEnd + HEAD_END.length, end),
      ),
    };
  }

  #indexOfHeadEnd(): number {
    for (let i = 3; i < this.#length; i++) {
      if (
        this.#buffer[i] === 10 && this.#buffer[i - 1] === 13 &&
        this.#buffer[i - 2] === 10 && this.#buffer[i - 3] === 13
      ) return i - 3;
    }
    return -1;
  }

  async #fill(): Promise<void> {
    if (this.#length === this.#buffer.length) {
      const larger = new Uint8Array(this.#buffer.length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    const count = await this.#conn.read(this.#buffer.subarray(this.#length));
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

/** A body of 6 KB is encoded once, and its length read off. */
function joined(head: Uint8Array, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}
