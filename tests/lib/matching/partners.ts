/**
 * Who is paired with whom.
 *
 * @module
 */

import type { TestServices } from "@/tests/helpers.ts";

/** Tells the partner of each, or the state they are in. */
export async function partners(
  { queue }: TestServices,
  ...anonIds: string[]
): Promise<string[]> {
  return await Promise.all(anonIds.map(async (anonId) => {
    const match = await queue.matchmake(anonId);
    if (match.state !== "paired") return match.state;
    const { callerId, calleeId } = match.pair;
    return callerId === anonId ? calleeId : callerId;
  }));
}
