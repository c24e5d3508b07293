/**
 * What the server keeps in memory while many are in a call and poll.
 *
 * @module
 */

import { setTimeout as delay } from "node:timers/promises";
import { HttpConnection } from "./http_connection.ts";

/** How many and how busy. */
export interface LiveUsersOptions {
  /** Visitors in a call; two make one. */
  users: number;
  /** Requests per second of all of them together. */
  requestsPerSecond: number;
  /** How long they poll, seconds. */
  seconds: number;
}

const CONNECTIONS = 20;

/** Brings users into calls; their cookies. */
async function arrive(baseUrl: string, users: number): Promise<string[]> {
  using connection = await HttpConnection.open(baseUrl);
  const cookies: string[] = [];
  while (cookies.length < users) {
    const { cookie } = await connection.request("GET", "/api/anon/init");
    cookies.push(cookie!);
    await connection.request("POST", "/api/rtc/enqueue", {
      cookie: cookie!,
      json: {},
    });
  }
  return cookies;
}

/**
 * Lets users poll as a page in a call does.
 *
 * @param baseUrl A server on this machine.
 * @returns Requests answered.
 * @throws {Error} When one is not answered as to somebody in a call.
 */
export async function pollAsLiveUsers(
  baseUrl: string,
  { users, requestsPerSecond, seconds }: LiveUsersOptions,
): Promise<number> {
  const cookies = await arrive(baseUrl, users);
  const startedAt = performance.now();
  let requests = 0;
  const poll = async () => {
    using connection = await HttpConnection.open(baseUrl);
    while (performance.now() - startedAt < seconds * 1000) {
      const dueMs = startedAt + requests / requestsPerSecond * 1000 -
        performance.now();
      if (dueMs > 0) {
        await delay(dueMs);
        continue;
      }
      const cookie = cookies[requests++ % cookies.length]!;
      const { status, body } = await connection.request(
        "POST",
        "/api/rtc/matchmake",
        { cookie },
      );
      if (status !== 200) throw new Error(`matchmake: ${status} ${body}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, poll));
  return requests;
}

/**
 * Reads what a process holds in memory.
 *
 * @param pid Its id; Linux only.
 * @returns Resident set now and at most, bytes.
 */
export async function memoryOf(
  pid: number,
): Promise<{ rssBytes: number; peakBytes: number }> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  const bytesOf = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)![1]) * 1024;
  return { rssBytes: bytesOf("VmRSS"), peakBytes: bytesOf("VmHWM") };
}
