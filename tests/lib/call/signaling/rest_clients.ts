/**
 * Clients whose server is a list of replies.
 *
 * @module
 */

import { createClient } from "@/lib/call/signaling/rest_client.ts";
import { FakeTimers } from "@/tests/lib/call/fakes.ts";

type Reply = Response | Error;

/** A client whose fetch gives these replies in turn, the last one for ever. */
export function clientWith(...replies: Reply[]) {
  const timers = new FakeTimers();
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const beacons: string[] = [];
  const sent: Blob[] = [];
  const client = createClient({
    timers,
    random: () => 0.5,
    sendBeacon: (url, body) => {
      if (body) sent.push(body);
      return beacons.push(url) > 0;
    },
    fetch: (input, init) => {
      asked.push(`${init?.method} ${input}`);
      bodies.push(init?.body ? JSON.parse(String(init.body)) : undefined);
      const reply = (replies.length > 1 ? replies.shift() : replies[0])!;
      if (reply instanceof Error) return Promise.reject(reply);
      return Promise.resolve(reply.clone());
    },
  });
  return { client, timers, asked, bodies, beacons, sent };
}

/** An error as the server tells it. */
export function problem(status: number, error: string, headers?: HeadersInit) {
  return Response.json({ error }, { status, ...(headers && { headers }) });
}

/** The answer that all is well. */
export const done = () => new Response(null, { status: 204 });
/** What matchmake answers once there is a match. */
export const match = { pairId: "p1", role: "callee" };
