/**
 * A bounded client: a fixed number of connections at a fixed rate.
 *
 * @module
 */

import { HttpConnection } from "./http_connection.ts";

/** How much load is put on. */
export interface Load {
  /** For how long, seconds. */
  seconds: number;
  /** Requests a second, all connections together. */
  ratePerSecond: number;
  /** Connections. */
  connections: number;
}

type Request = Parameters<HttpConnection["request"]>;

/** What every tenth request is; the same mix on each server. */
function requestAt(i: number): Request {
  const cookie = `anon=visitor-${i % 5000}`;
  switch (i % 10) {
    case 0:
      return ["GET", "/page", { cookie }];
    case 1:
    case 2:
      return ["POST", "/echo", { cookie, json: { text: "x".repeat(i % 300) } }];
    case 3:
      return ["GET", `/unknown/${i}`, {}];
    default:
      return ["GET", `/json/${i}`, { cookie }];
  }
}

/**
 * Puts load on a server of this machine.
 *
 * @returns How long each request took, milliseconds.
 */
export async function putLoad(
  baseUrl: string,
  { seconds, ratePerSecond, connections }: Load,
): Promise<number[]> {
  const timesMs: number[] = [];
  const total = Math.round(seconds * ratePerSecond);
  const startedMs = performance.now();
  let next = 0;
  async function work(): Promise<void> {
    using connection = await HttpConnection.open(baseUrl);
    while (next < total) {
      const i = next++;
      const dueMs = startedMs + i / ratePerSecond * 1000;
      const earlyMs = dueMs - performance.now();
      if (earlyMs > 1) {
        await new Promise((resolve) => setTimeout(resolve, earlyMs));
      }
      const sentMs = performance.now();
      await connection.request(...requestAt(i));
      timesMs.push(performance.now() - sentMs);
    }
  }
  await Promise.all(Array.from({ length: connections }, work));
  return timesMs;
}
