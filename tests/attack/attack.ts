/**
 * The attacks, one after the other, while a normal visitor goes on.
 *
 * @module
 */

import { seededRandom } from "@/tests/helpers.ts";
import { AIMS, makeLoot } from "./aims.ts";
import { ODD_REQUESTS, sendOdd, SlowSockets } from "./sockets.ts";
import { Tally } from "./tally.ts";
import { shootAndNote, type Shot } from "./target.ts";
import { visit } from "./visitor.ts";

/** How hard to attack. */
export interface AttackOptions {
  /** What the attack draws from; the same one asks the same. */
  seed: number;
  /** How long each attack goes on, seconds. */
  seconds: number;
  /** Requests under way at once. */
  connections: number;
  /** Connections that begin a request and never end it. */
  slowSockets: number;
  /** Process of the server, to read its memory; `null`: not known. */
  pid: number | null;
}

/** What came of it. */
export interface AttackReport {
  /** How each attack was met. */
  attacks: { name: string; tally: Tally }[];
  /** The visitor's answers before, milliseconds. */
  beforeMs: number[];
  /** The visitor's answers meanwhile, milliseconds. */
  meanwhileMs: number[];
  /** Requests of the visitor that were refused or lost meanwhile. */
  disappointments: number;
  /** Most memory that the server had, bytes; `null`: not known. */
  peakBytes: number | null;
}

/** Sends shots, so many at once, until the time is up. */
async function storm(
  target: URL,
  aim: () => Shot,
  { seconds, connections }: Pick<AttackOptions, "seconds" | "connections">,
): Promise<Tally> {
  const tally = new Tally();
  const end = performance.now() + seconds * 1_000;
  await Promise.all(Array.from({ length: connections }, async () => {
    do await shootAndNote(target, aim(), tally); while (
      performance.now() < end
    );
  }));
  return tally;
}

/** Holds slow connections open, and sends odd requests beside them. */
async function siege(
  target: URL,
  { seconds, slowSockets }: AttackOptions,
): Promise<AttackReport["attacks"]> {
  const slowly = new Tally();
  const odd = new Tally();
  using slow = await SlowSockets.open(target, slowSockets, slowly);
  const end = performance.now() + seconds * 1_000;
  do {
    for (const text of ODD_REQUESTS) {
      await sendOdd(target, text, odd).catch(() => odd.noteCut());
    }
    await slow.trickle(slowly);
  } while (performance.now() < end);
  return [
    { name: "slow sockets", tally: slowly },
    { name: "odd requests, raw", tally: odd },
  ];
}

/** Most memory a process had so far, bytes. */
async function peakBytesOf(pid: number | null): Promise<number | null> {
  if (pid === null || Deno.build.os !== "linux") return null;
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
}

/** Attacks a server on this machine in every way there is. */
export async function attack(
  target: URL,
  options: AttackOptions,
): Promise<AttackReport> {
  const loot = await makeLoot(target, seededRandom(options.seed));
  const before = await visit(
    target,
    AbortSignal.timeout(options.seconds * 500),
  );
  const stop = new AbortController();
  const meanwhile = visit(target, stop.signal);
  const attacks: AttackReport["attacks"] = [];
  for (const [name, aim] of Object.entries(AIMS)) {
    const next = () => aim(loot);
    attacks.push({ name, tally: await storm(target, next, options) });
  }
  attacks.push(...await siege(target, options));
  stop.abort();
  const { waitsMs, disappointments } = await meanwhile;
  return {
    attacks,
    beforeMs: before.waitsMs,
    meanwhileMs: waitsMs,
    disappointments,
    peakBytes: await peakBytesOf(options.pid),
  };
}
