/**
 * Visitors who meet, talk and leave until their server is gone.
 *
 * @module
 */

import { shoot } from "./target.ts";

interface Match {
  pairId: string;
  role: "caller" | "callee";
}

/** What a crowd was told by servers that may be gone. */
export class KillLoad {
  /** Requests sent, answered or not. */
  sentCount = 0;
  /** Pairs that a member was told of and nobody has begun to leave. */
  readonly pairIds = new Set<string>();
  /** What no server may have said. */
  readonly faults: string[] = [];
  readonly #roles = new Map<string, string>();

  /** Lets so many visitors come again and again until the server is gone. */
  async run(baseUrl: string, visitors: number): Promise<void> {
    const target = new URL(baseUrl);
    await Promise.all(Array.from({ length: visitors }, async () => {
      while (await this.#visit(target));
    }));
  }

  /** Makes one call; `false` when the server is gone. */
  async #visit(target: URL): Promise<boolean> {
    let cookie = "";
    const call = async (method: string, path: string, body?: unknown) => {
      this.sentCount++;
      const hit = await shoot(target, {
        method,
        path,
        headers: { cookie },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      cookie ||= hit?.cookie ?? "";
      return hit;
    };
    if (await call("GET", "/api/anon/init") === null) return false;
    if (await call("POST", "/api/rtc/enqueue", {}) === null) return false;
    const found = await this.#match(() => call("POST", "/api/rtc/matchmake"));
    if (found === null) return false;
    const { pairId, role } = found;
    this.#noteRole(pairId, role);
    this.pairIds.add(pairId);
    const kind = role === "caller" ? "offer" : "answer";
    const sent = { pairId, sdp: `v=0 of ${role}` };
    if (await call("POST", `/api/rtc/${kind}`, sent) === null) return false;
    const candidates = ["candidate:1", "candidate:2"];
    await call("POST", "/api/rtc/ice", { pairId, candidates });
    await call("GET", `/api/rtc/ice?pairId=${pairId}`);
    this.pairIds.delete(pairId);
    return await call("POST", "/api/rtc/leave") !== null;
  }

  async #match(
    ask: () => Promise<{ status: number; text: string } | null>,
  ): Promise<Match | null> {
    for (let hit = await ask(); hit !== null; hit = await ask()) {
      if (hit.status === 200) return JSON.parse(hit.text);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return null;
  }

  /** A pair has one caller and one callee, whatever died meanwhile. */
  #noteRole(pairId: string, role: string): void {
    if (this.#roles.get(pairId) === role) {
      this.faults.push(`two are ${role} of ${pairId}`);
    }
    this.#roles.set(pairId, role);
  }
}
