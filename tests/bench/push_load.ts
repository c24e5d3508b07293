/**
 * The load of a crowd whose pages are told by event streams, as ours are.
 *
 * Everybody is a browser of their own, with a new cookie for each call, and
 * brings the offer along. A call is set up once the caller has the answer.
 *
 * @module
 */

import { CrowdRun } from "./crowd_run.ts";
import { EventConnection } from "./event_connection.ts";
import { HttpConnection, type RequestParts } from "./http_connection.ts";
import type { LoadResult } from "./load_result.ts";
import { INNER_SDP_END, SDP_END, withoutSdp } from "./sdp.ts";

/** How big the crowd is, and how often its members come anew. */
export interface PushOptions {
  /** Pairs at once; twice as many visitors. */
  pairs: number;
  /** How long calls are counted, seconds. */
  seconds: number;
  /** Calls of a visitor with one cookie and one stream: 1, or with Next more. */
  callsEach: number;
}

interface Matched {
  pairId: string;
  role: "caller" | "callee";
}

/**
 * Puts the load on a server.
 *
 * @param baseUrl A server on this machine.
 * @throws {Error} At the first answer that is not the contract's.
 */
export async function loadByPush(
  baseUrl: string,
  { pairs, seconds, callsEach }: PushOptions,
): Promise<LoadResult> {
  const run = new CrowdRun("told");
  const connections = await Promise.all(
    Array.from({ length: pairs * 2 }, () => HttpConnection.open(baseUrl)),
  );
  const timer = setTimeout(() => run.end(), seconds * 1000);
  try {
    await Promise.all(
      connections.map((connection) =>
        run.untilOver(async () => {
          while (true) await visit(run, { baseUrl, connection, callsEach });
        })
      ),
    );
  } finally {
    clearTimeout(timer);
    for (const connection of connections) connection[Symbol.dispose]();
  }
  return run.result(seconds * 1000);
}

async function visit(
  run: CrowdRun,
  { baseUrl, connection, callsEach }: {
    baseUrl: string;
    connection: HttpConnection;
    callsEach: number;
  },
): Promise<void> {
  let startedAt = performance.now();
  const { cookie } = await send(run, connection, "/api/anon/init");
  run.requests++;
  using events = await EventConnection.open(baseUrl, cookie!);
  run.notePart("arrive", performance.now() - startedAt);
  for (let call = 0; call < callsEach; call++) {
    await meet(run, { connection, events, cookie: cookie! });
    run.noteVisit(performance.now() - startedAt);
    startedAt = performance.now();
  }
}

async function meet(
  run: CrowdRun,
  { connection, events, cookie }: {
    connection: HttpConnection;
    events: EventConnection;
    cookie: string;
  },
): Promise<void> {
  const startedAt = performance.now();
  await send(run, connection, "/api/rtc/enqueue", {
    cookie,
    text: '{"offer":{"sdp":',
    tail: INNER_SDP_END,
  });
  const data = await heard(run, events, "matched");
  const offered = withoutSdp(data);
  const matched: Matched = JSON.parse(offered ?? data);
  const matchedAt = performance.now();
  run.notePart("matched", matchedAt - startedAt);
  if (matched.role === "callee") {
    if (offered === null) throw new Error("offer was changed");
    await send(run, connection, "/api/rtc/answer", {
      cookie,
      text: `{"pairId":"${matched.pairId}","sdp":`,
      tail: SDP_END,
    });
  } else if (withoutSdp(await heard(run, events, "answer")) === null) {
    throw new Error("answer was changed");
  }
  run.notePart("described", performance.now() - matchedAt);
}

/** Waits for an event, at most to the end of the run. */
async function heard(
  run: CrowdRun,
  events: EventConnection,
  name: string,
): Promise<string> {
  run.check();
  let data: string | undefined;
  await run.wait(events.next(name).then((value) => void (data = value)));
  return data!;
}

async function send(
  run: CrowdRun,
  connection: HttpConnection,
  path: string,
  parts?: RequestParts,
): Promise<{ cookie: string | null }> {
  run.check();
  const method = parts === undefined ? "GET" : "POST";
  const answer = await connection.request(method, path, parts);
  run.requests++;
  if (answer.status === 200 || answer.status === 204) return answer;
  throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
}
