/**
 * A gentle load: full handshakes back to back, two visitors on one connection,
 * so there is at most one request under way for each pair.
 *
 * @module
 */

import { setTimeout as delay } from "node:timers/promises";
import { HttpConnection } from "./http_connection.ts";
import type { LoadResult } from "./load_result.ts";

/** A session description of the usual size. */
const SDP = "v=0\r\n" +
  "a=candidate-attribute:line of a description\r\n".repeat(60);

const CANDIDATES_EACH_WAY = 8;

/** Pause before one who found nobody asks again. */
const POLL_MS = 10;

interface Member {
  cookie: string;
  role: "caller" | "callee";
}

/** One run of load: members of a pair find each other here. */
class Load {
  requests = 0;
  readonly #baseUrl: string;
  readonly #isOver: () => boolean;
  readonly #halfPairs = new Map<string, Member>();

  constructor(baseUrl: string, isOver: () => boolean) {
    this.#baseUrl = baseUrl;
    this.#isOver = isOver;
  }

  async worker(handshakeMs: number[]): Promise<void> {
    using connection = await HttpConnection.open(this.#baseUrl);
    while (!this.#isOver()) {
      const startedAt = performance.now();
      await this.#twoVisitors(connection);
      handshakeMs.push(performance.now() - startedAt);
    }
  }

  async #call(
    connection: HttpConnection,
    want: number,
    ...request: Parameters<HttpConnection["request"]>
  ) {
    const answer = await connection.request(...request);
    this.requests++;
    if (answer.status !== want) {
      throw new Error(
        `${request[0]} ${request[1]}: ${answer.status} ${answer.body}`,
      );
    }
    return answer;
  }

  async #twoVisitors(connection: HttpConnection): Promise<void> {
    const cookies: string[] = [];
    for (let i = 0; i < 2; i++) {
      const { cookie } = await this.#call(
        connection,
        200,
        "GET",
        "/api/anon/init",
      );
      cookies.push(cookie!);
    }
    for (const cookie of cookies) {
      await this.#call(connection, 204, "POST", "/api/rtc/enqueue", {
        cookie,
        json: {},
      });
    }
    for (const cookie of cookies) await this.#pair(connection, cookie);
  }

  /** Asks until paired; whoever finds the other half there makes the call. */
  async #pair(connection: HttpConnection, cookie: string): Promise<void> {
    while (true) {
      const { status, body } = await connection.request(
        "POST",
        "/api/rtc/matchmake",
        { cookie },
      );
      this.requests++;
      if (status === 204) {
        // Whoever finds nobody at the end must not be found by the next run.
        if (this.#isOver()) {
          await connection.request("POST", "/api/rtc/leave", { cookie });
          return;
        }
        await delay(POLL_MS);
        continue;
      }
      // Found by one who left at the end of the run.
      if (status === 409 && this.#isOver()) return;
      if (status !== 200) throw new Error(`matchmake: ${status} ${body}`);
      const { pairId, role } = JSON.parse(body);
      const other = this.#halfPairs.get(pairId);
      if (other === undefined) {
        this.#halfPairs.set(pairId, { cookie, role });
        return;
      }
      this.#halfPairs.delete(pairId);
      const [caller, callee] = role === "caller"
        ? [cookie, other.cookie]
        : [other.cookie, cookie];
      return await this.#signal(connection, { pairId, caller, callee });
    }
  }

  async #signal(
    connection: HttpConnection,
    { pairId, caller, callee }: Record<"pairId" | "caller" | "callee", string>,
  ): Promise<void> {
    const path = (name: string) => `/api/rtc/${name}?pairId=${pairId}`;
    const sdp = { pairId, sdp: SDP };
    for (
      const [kind, writer, reader] of [
        ["offer", caller, callee],
        ["answer", callee, caller],
      ] as const
    ) {
      await this.#call(connection, 204, "POST", `/api/rtc/${kind}`, {
        cookie: writer,
        json: sdp,
      });
      await this.#call(connection, 200, "GET", path(kind), { cookie: reader });
    }
    for (const [writer, reader] of [[caller, callee], [callee, caller]]) {
      for (let i = 0; i < CANDIDATES_EACH_WAY; i++) {
        const candidate = {
          candidate:
            `candidate:${i} 1 udp 2122260223 192.0.2.${i} 50000 typ host`,
          sdpMid: "0",
          sdpMLineIndex: 0,
        };
        await this.#call(connection, 204, "POST", "/api/rtc/ice", {
          cookie: writer!,
          json: { pairId, candidate },
        });
      }
      const { body } = await this.#call(connection, 200, "GET", path("ice"), {
        cookie: reader!,
      });
      const count = JSON.parse(body).length;
      if (count !== CANDIDATES_EACH_WAY) throw new Error(`ice: ${count}`);
    }
  }
}

/**
 * Makes handshakes for some seconds.
 *
 * @param baseUrl A server on this machine.
 * @throws {Error} At the first answer that is not the contract's.
 */
export async function loadHandshakes(
  baseUrl: string,
  { concurrentPairs, seconds }: { concurrentPairs: number; seconds: number },
): Promise<LoadResult> {
  const handshakeMs: number[] = [];
  const startedAt = performance.now();
  const load = new Load(
    baseUrl,
    () => performance.now() - startedAt > seconds * 1000,
  );
  await Promise.all(
    Array.from(
      { length: concurrentPairs },
      () => load.worker(handshakeMs),
    ),
  );
  return {
    handshakes: handshakeMs.length,
    requests: load.requests,
    refused: 0,
    elapsedMs: performance.now() - startedAt,
    handshakeMs: handshakeMs.sort((a, b) => a - b),
    partsMs: {},
  };
}
