/**
 * Stands in front of a UDP server and delays everything, both ways, as a long
 * way does. Needs no right that a user has not got, unlike `tc netem`.
 *
 * @module
 */

import { createSocket, type Socket } from "node:dgram";

/** A way that takes time; dispose of it to close it. */
export interface SlowUdp extends AsyncDisposable {
  /** Where it listens. */
  port: number;
  /** What the shortest delays there and back come to, milliseconds. */
  leastMs(): number;
  /** Makes each direction take another time from now on, milliseconds. */
  setDelay(delayMs: number): void;
}

/**
 * Opens one in front of a port of this machine.
 *
 * @param targetPort Where it leads.
 * @param delayMs How long each direction takes, milliseconds.
 */
export async function openSlowUdp(
  targetPort: number,
  delayMs: number,
): Promise<SlowUdp> {
  const hostname = "127.0.0.1";
  const front = createSocket("udp4");
  const backs = new Map<number, Socket>();
  const least = { there: Infinity, back: Infinity };
  const timers = new Set<ReturnType<typeof setTimeout>>();

  function later(way: keyof typeof least, send: () => void): void {
    const cameAt = performance.now();
    const timer = setTimeout(() => {
      timers.delete(timer);
      least[way] = Math.min(least[way], performance.now() - cameAt);
      send();
    }, delayMs);
    timers.add(timer);
  }

  function backOf(clientPort: number): Socket {
    const known = backs.get(clientPort);
    if (known) return known;
    const socket = createSocket("udp4");
    backs.set(clientPort, socket);
    socket.on(
      "message",
      (data) => later("back", () => front.send(data, clientPort, hostname)),
    );
    return socket;
  }

  front.on(
    "message",
    (data, { port }) =>
      later("there", () => backOf(port).send(data, targetPort, hostname)),
  );
  await new Promise<void>((resolve) => front.bind(0, hostname, resolve));
  return {
    port: front.address().port,
    leastMs: () => least.there + least.back,
    setDelay: (ms) => delayMs = ms,
    [Symbol.asyncDispose]() {
      for (const timer of timers) clearTimeout(timer);
      front.close();
      for (const socket of backs.values()) socket.close();
      return Promise.resolve();
    },
  };
}
