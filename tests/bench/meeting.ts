/**
 * What it takes to pair a crowd that comes at once, and of whom everybody fits
 * everybody.
 *
 * @module
 */

import { profile, testServices } from "@/tests/helpers.ts";

/** What was seen of a meeting. */
export interface Meeting {
  /** From the first request to join until everybody has a partner, milliseconds. */
  tookMs: number;
  /** Rounds of asking until everybody had one. */
  roundCount: number;
  /** Writes that somebody else was faster for; a pair takes one that succeeds. */
  lostWrites: number;
}

/** Most rounds that people ask before something is wrong. */
const MAX_ROUNDS = 100;

/**
 * Lets people join all at once, and asks for them until each has a partner.
 *
 * @param people How many; an even number.
 * @throws {Error} When some never find one, or somebody is in two pairs.
 */
export async function meet(people: number): Promise<Meeting> {
  using services = await testServices();
  const { queue, store } = services;
  let unpaired = Array.from({ length: people }, (_, i) => `v${i}`);
  const membersOf = new Map<string, number>();
  const startedAt = performance.now();
  await Promise.all(unpaired.map((one) => queue.enqueue(one, profile())));
  let roundCount = 0;
  for (; unpaired.length > 0; roundCount++) {
    if (roundCount === MAX_ROUNDS) {
      throw new Error(`${unpaired.length} of ${people} found nobody`);
    }
    const left: string[] = [];
    await Promise.all(unpaired.map(async (one) => {
      const found = await queue.matchmake(one);
      if (found.state !== "paired") return void left.push(one);
      const { pairId } = found.pair;
      membersOf.set(pairId, (membersOf.get(pairId) ?? 0) + 1);
    }));
    unpaired = left;
  }
  const tookMs = performance.now() - startedAt;
  const odd = [...membersOf.values()].filter((count) => count !== 2).length;
  if (odd > 0) throw new Error(`${odd} pairs have not two members`);
  return { tookMs, roundCount, lostWrites: store.stats.lostWrites };
}
