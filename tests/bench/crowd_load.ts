/**
 * The load that a real crowd makes: everybody is a browser of their own, with
 * a new cookie for each call, and everybody fits everybody.
 *
 * A handshake takes 28 requests when nobody has to ask twice. Members of a
 * pair tell each other here what they posted, so that only the wait for a
 * partner is polled; or they poll for all of it at the pace of the page.
 *
 * @module
 */

import { CrowdRun } from "./crowd_run.ts";
import { CrowdVisitor } from "./crowd_visitor.ts";
import { HttpConnection } from "./http_connection.ts";
import type { LoadResult } from "./load_result.ts";

/** How a crowd behaves. */
export interface CrowdOptions {
  /** Pairs at once; twice as many visitors. */
  pairs: number;
  /** How long handshakes are counted, seconds. */
  seconds: number;
  /** `told`: only the partner is polled for; `page`: all, as the page does. */
  pace: "told" | "page";
}

/**
 * Puts the load of a crowd on a server.
 *
 * @param baseUrl A server on this machine.
 * @throws {Error} At the first answer that is not the contract's.
 */
export async function loadCrowd(
  baseUrl: string,
  { pairs, seconds, pace }: CrowdOptions,
): Promise<LoadResult> {
  const run = new CrowdRun(pace);
  const connections = await Promise.all(
    Array.from({ length: pairs * 2 }, () => HttpConnection.open(baseUrl)),
  );
  const timer = setTimeout(() => run.end(), seconds * 1000);
  try {
    await Promise.all(
      connections.map((connection) =>
        run.untilOver(async () => {
          while (true) await new CrowdVisitor(run, connection).call();
        })
      ),
    );
  } finally {
    clearTimeout(timer);
    for (const connection of connections) connection[Symbol.dispose]();
  }
  return run.result(seconds * 1000);
}
