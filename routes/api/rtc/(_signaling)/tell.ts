/**
 * Telling a member something that changes nothing else.
 *
 * @module
 */

import type { ApiContext } from "@/lib/app/api_route.ts";
import { notAMember } from "./membership.ts";
import { type Telling, told } from "@/lib/signaling/inbox.ts";

/**
 * Puts news of a living pair into somebody's inbox.
 *
 * @throws {ApiError} `forbidden` when the pair has ended.
 */
export async function tell(ctx: ApiContext, telling: Telling): Promise<void> {
  const { pairs, now } = ctx.state.services;
  const mutations = told(telling, now());
  const outcome = await pairs.write(telling.pairId, { mutations });
  if (outcome !== "written") throw notAMember();
}
