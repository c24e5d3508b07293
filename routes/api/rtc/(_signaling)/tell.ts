/**
 * Telling a member something that changes nothing else.
 *
 * @module
 */

import type { ApiContext } from "@/lib/app/api_route.ts";
import { type Telling, told } from "@/lib/signaling/inbox.ts";

/** Puts news into somebody's inbox. */
export async function tell(ctx: ApiContext, telling: Telling): Promise<void> {
  const { store, now } = ctx.state.services;
  await store.commit({ mutations: told(telling, now()) });
}
