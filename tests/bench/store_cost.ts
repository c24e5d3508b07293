/**
 * What the store costs a request: the calls of a crowd that handlers make for
 * it, without HTTP around them.
 *
 * @module
 */

import { CALL_STATE } from "@/lib/app/call_state.ts";
import { createServices, type Services } from "@/lib/app/services.ts";
import { openStore } from "@/lib/kv/open_store.ts";
import { told } from "@/lib/signaling/inbox.ts";
import { peerOf, roleIn } from "@/lib/signaling/pair.ts";
import { peerSideOf, sideOf } from "@/lib/protocol/role.ts";
import { profile, testConfig, testLog } from "@/tests/helpers.ts";
import { SDP } from "./sdp.ts";
import { cpuBetween, type ThreadCpu, threadCpuOf } from "./thread_cpu.ts";

const CANDIDATES_EACH_WAY = 8;

/** What was seen. */
export interface StoreCost {
  /** Requests that handlers would have answered. */
  requests: number;
  /** CPU time of this process meanwhile; `null` where Linux does not tell. */
  cpu: ThreadCpu | null;
  /** Commits that the store made. */
  commits: number;
}

/** How much is done. */
export interface StoreLoad {
  /** A file, or `:memory:`. */
  path: string;
  /** Pairs at once. */
  pairs: number;
  /** How many times so many make a call. */
  rounds: number;
}

/** Measures one store, after a round that is not counted. */
export async function storeCost(
  { path, pairs, rounds }: StoreLoad,
): Promise<StoreCost> {
  using store = await openStore(path, CALL_STATE);
  const services = createServices({
    config: testConfig(),
    store,
    now: Date.now,
    log: testLog().log,
    later: (task) => void task(),
    hashCost: { n: 2, p: 1 },
  });
  for (let i = 0; i < 5; i++) await callsAtOnce(services, pairs);
  const commits = store.stats.commits;
  const before = await threadCpuOf(Deno.pid);
  let requests = 0;
  for (let i = 0; i < rounds; i++) {
    requests += await callsAtOnce(services, pairs);
  }
  const after = await threadCpuOf(Deno.pid);
  return {
    requests,
    cpu: before && after && cpuBetween(before, after),
    commits: store.stats.commits - commits,
  };
}

/** Lets as many pairs call at once; tells how many requests that is. */
async function callsAtOnce(
  services: Services,
  pairs: number,
): Promise<number> {
  const visitors = Array.from(
    { length: pairs * 2 },
    () => new Visitor(services),
  );
  await Promise.all(visitors.map((one) => one.call()));
  return visitors.reduce((sum, one) => sum + one.requests, 0);
}

/** One who calls as `crowd_visitor.ts` does. */
class Visitor {
  /** What it asked for; the first cookie is the first request. */
  requests = 1;
  readonly #services: Services;
  readonly #anonId = crypto.randomUUID();

  constructor(services: Services) {
    this.#services = services;
  }

  async call(): Promise<void> {
    const { queue, descriptions, pairs, iceLog } = this.#services;
    this.requests++;
    await queue.enqueue(this.#anonId, profile());
    const pairId = await this.#matched();
    const pair = (await pairs.use(pairId))!;
    const role = roleIn(pair, this.#anonId)!;
    const [own, other] = role === "caller"
      ? ["offer", "answer"] as const
      : ["answer", "offer"] as const;
    await this.#member(pairId);
    await descriptions.put(
      { kind: own, pairId, gen: 0 },
      SDP,
      this.#told(peerOf(pair, this.#anonId), pairId, { type: own, gen: 0 }),
    );
    await this.#until(async () => {
      await this.#member(pairId);
      return await descriptions.get(other, pairId) !== null;
    });
    for (let i = 0; i < CANDIDATES_EACH_WAY; i++) {
      await this.#member(pairId);
      await iceLog.append(
        pairId,
        sideOf(role),
        [candidate(i)],
        peerOf(pair, this.#anonId),
      );
    }
    let seen = 0;
    await this.#until(async () => {
      await this.#member(pairId);
      seen += (await iceLog.take(pairId, peerSideOf(role))).length;
      return seen === CANDIDATES_EACH_WAY;
    });
  }

  async #matched(): Promise<string> {
    const { queue } = this.#services;
    while (true) {
      this.requests++;
      const match = await queue.matchmake(this.#anonId);
      if (match.state === "paired") return match.pair.pairId;
      await nextTurn();
    }
  }

  async #member(pairId: string): Promise<void> {
    this.requests++;
    await this.#services.pairs.use(pairId);
  }

  /** Asks again until it is there; counts the last time only. */
  async #until(isThere: () => Promise<boolean>): Promise<void> {
    while (!await isThere()) {
      this.requests--;
      await nextTurn();
    }
  }

  #told(
    anonId: string,
    pairId: string,
    news: Parameters<typeof told>[0]["news"],
  ) {
    return told({ anonId, pairId, news }, this.#services.now());
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}

function candidate(i: number) {
  return {
    candidate: `candidate:${i} 1 udp 2122260223 192.0.2.${i} 50000 typ host`,
    sdpMid: "0",
    sdpMLineIndex: 0,
  };
}
