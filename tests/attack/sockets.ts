/**
 * Attacks that speak to the socket itself.
 *
 * @module
 */

import type { Tally } from "./tally.ts";

const encoder = new TextEncoder();

/** How long an answer to an odd request may take, milliseconds. */
const PATIENCE_MS = 2_000;

/** Requests that no browser sends. */
export const ODD_REQUESTS: readonly string[] = [
  "GET / HTTP/1.1\r\n\r\n",
  "GET /api/rtc/qlen HTTP/1.1\r\nHost: x/admin?\r\n\r\n",
  "GET /api/rtc/qlen HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
  "GET http://other.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
  `GET /${"a".repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: x\r\n${"A: b\r\n".repeat(5_000)}\r\n`,
  "POST /api/rtc/leave HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
  "POST /api/rtc/leave HTTP/1.1\r\nHost: x\r\nContent-Length: 1e9\r\n\r\n",
  "POST /api/rtc/leave HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n" +
  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n",
  "POST /api/rtc/leave HTTP/1.1\r\nHost: x\r\n" +
  "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
  "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
];

async function connect({ hostname, port }: URL): Promise<Deno.TcpConn> {
  return await Deno.connect({
    hostname: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || 80),
  });
}

/** Sends a text as it is and counts how it was answered. */
export async function sendOdd(
  target: URL,
  text: string,
  tally: Tally,
): Promise<void> {
  using conn = await connect(target);
  const timer = setTimeout(() => closeQuietly(conn), PATIENCE_MS);
  try {
    await conn.write(encoder.encode(text));
    const buffer = new Uint8Array(4_096);
    const count = await conn.read(buffer) ?? 0;
    const start = new TextDecoder().decode(buffer.subarray(0, count));
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(start)?.[1] ?? NaN);
    if (Number.isNaN(status)) return tally.noteCut();
    const retryAfter = /^retry-after: (.*)$/im.exec(start)?.[1] ?? null;
    tally.note({ status, retryAfter }, JSON.stringify(text.slice(0, 120)));
  } catch {
    tally.noteCut();
  } finally {
    clearTimeout(timer);
  }
}

/** Connections that begin a request and never end it. */
export class SlowSockets implements Disposable {
  readonly #conns: Deno.TcpConn[] = [];

  /**
   * Opens them: half with headers that do not end, half with such a body.
   *
   * @param tally Counts those that were not even accepted as cut.
   */
  static async open(
    target: URL,
    count: number,
    tally: Tally,
  ): Promise<SlowSockets> {
    const slow = new SlowSockets();
    for (let i = 0; i < count; i++) {
      try {
        const conn = await connect(target);
        slow.#conns.push(conn);
        await conn.write(encoder.encode(
          i % 2 === 0 ? "GET / HTTP/1.1\r\nHost: x\r\nA: " : HALF_BODY,
        ));
        tally.tried++;
      } catch {
        tally.noteCut();
      }
    }
    return slow;
  }

  /** Sends one more byte each, and counts those that were cut meanwhile. */
  async trickle(tally: Tally): Promise<void> {
    for (const conn of [...this.#conns]) {
      try {
        await conn.write(encoder.encode("x"));
      } catch {
        tally.cut++;
        this.#conns.splice(this.#conns.indexOf(conn), 1);
        closeQuietly(conn);
      }
    }
  }

  /** Closes what is left. */
  [Symbol.dispose](): void {
    for (const conn of this.#conns) closeQuietly(conn);
  }
}

const HALF_BODY = "POST /api/rtc/enqueue HTTP/1.1\r\nHost: x\r\n" +
  "Content-Length: 1000\r\n\r\n{";

function closeQuietly(conn: Deno.TcpConn): void {
  try {
    conn.close();
  } catch {
    // The server was quicker.
  }
}
