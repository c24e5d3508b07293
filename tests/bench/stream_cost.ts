/**
 * What open event streams cost: memory, CPU while nothing happens, and how
 * long news takes from the post to the event.
 *
 * @module
 */

import { setTimeout as delay } from "node:timers/promises";
import { startServer } from "@/tests/server_process.ts";
import { EventConnection } from "./event_connection.ts";
import { HttpConnection } from "./http_connection.ts";
import { memoryOf } from "./live_users.ts";
import { cpuBetween, threadCpuOf } from "./thread_cpu.ts";

/** How many streams, and how much is told. */
export interface StreamLoad {
  /** Streams open at once. */
  streams: number;
  /** Posts whose events are waited for, one after the other. */
  posts: number;
}

/** What was measured. */
export interface StreamCost {
  /** Streams that were open. */
  streams: number;
  /** Resident memory for each stream and its member of a call, bytes. */
  bytesEach: number;
  /** CPU of all threads while nothing but keep-alives is sent; 1 is a core. */
  idleCpuShare: number;
  /** From sending a post to having its event, milliseconds, ascending. */
  deliveryMs: number[];
}

/** Two keep-alives of every stream fall into this time. */
const IDLE_MS = 30_000;
const OPEN_AT_ONCE = 50;

interface Member {
  cookie: string;
  events: EventConnection;
}

/** Opens streams of members of calls on a server of its own, and measures. */
export async function costOfStreams(
  { streams, posts }: StreamLoad,
): Promise<StreamCost> {
  await using server = await startServer();
  const { baseUrl, pid } = server;
  using connection = await HttpConnection.open(baseUrl);
  const before = await memoryOf(pid);
  const members = await openAll(baseUrl, streams);
  using _open = { [Symbol.dispose]: () => members.forEach(hangUp) };
  const after = await memoryOf(pid);
  const cpuBefore = await threadCpuOf(pid);
  await delay(IDLE_MS);
  const cpuAfter = await threadCpuOf(pid);
  const deliveryMs: number[] = [];
  for (let i = 0; i < posts; i++) {
    const at = i * 2 % members.length;
    deliveryMs.push(await deliver(connection, members[at]!, members[at + 1]!));
  }
  const cpu = cpuBefore && cpuAfter && cpuBetween(cpuBefore, cpuAfter);
  const idleMs = cpu === null ? NaN : cpu.mainMs + cpu.storeMs + cpu.otherMs;
  return {
    streams,
    bytesEach: (after.rssBytes - before.rssBytes) / streams,
    idleCpuShare: idleMs / IDLE_MS,
    deliveryMs: deliveryMs.sort((a, b) => a - b),
  };
}

/** Brings members into calls, two by two, each with a stream. */
async function openAll(baseUrl: string, count: number): Promise<Member[]> {
  const members: Member[] = [];
  using connection = await HttpConnection.open(baseUrl);
  while (members.length < count) {
    const some = await Promise.all(
      Array.from({ length: OPEN_AT_ONCE }, () => openOne(baseUrl)),
    );
    for (const { cookie } of some) {
      await connection.request("POST", "/api/rtc/enqueue", {
        cookie,
        json: {},
      });
    }
    members.push(...some);
  }
  return members;
}

async function openOne(baseUrl: string): Promise<Member> {
  using connection = await HttpConnection.open(baseUrl);
  const { cookie } = await connection.request("GET", "/api/anon/init");
  const events = await EventConnection.open(baseUrl, cookie!);
  return { cookie: cookie!, events };
}

/** Posts as the first of a pair, and waits for the second to be told. */
async function deliver(
  connection: HttpConnection,
  from: Member,
  to: Member,
): Promise<number> {
  const { body } = await connection.request("POST", "/api/rtc/matchmake", {
    cookie: from.cookie,
  });
  const { pairId } = JSON.parse(body);
  const startedAt = performance.now();
  const heard = to.events.next("peer-state");
  const { status } = await connection.request("POST", "/api/rtc/peer-state", {
    cookie: from.cookie,
    json: { pairId, state: "reconnecting" },
  });
  if (status !== 204) throw new Error(`peer-state: ${status}`);
  await heard;
  return performance.now() - startedAt;
}

function hangUp({ events }: Member): void {
  events[Symbol.dispose]();
}
