/**
 * Asks which call a visitor is in. Rows of calls name no visitor, so the list
 * itself cannot tell.
 *
 * @module
 */

import * as z from "zod/mini";
import type { CallChoice } from "./call_address.ts";
import type { CallRow } from "./call_rows.ts";
import { type Match, roleSchema } from "@/lib/protocol/role.ts";
import {
  VISITOR_CALL_PATH,
  visitorIdSchema,
} from "@/lib/protocol/visitor_id.ts";

const answer = z.object({
  pairId: z.nullable(z.string()),
  role: z.nullable(roleSchema),
});

/** Shortest id that visitors and calls are given, characters. */
const ID_LENGTH = 31;

/** Says whether a text may be the whole id of a visitor, or their cookie. */
export function mayBeVisitor(text: string): boolean {
  const id = visitorIdSchema.safeParse(text);
  return id.success && id.data.length >= ID_LENGTH;
}

/**
 * Leaves the id of a visitor out of what an address is made of, which is kept
 * in histories and sent to others.
 *
 * @param rows The calls there are: the id of one of them may be said.
 */
export function withoutVisitor(
  choice: CallChoice,
  rows: readonly CallRow[],
): CallChoice {
  const { filter } = choice;
  const text = filter.text.trim();
  if (!mayBeVisitor(text) || rows.some(({ pairId }) => pairId === text)) {
    return choice;
  }
  return { ...choice, filter: { ...filter, text: "" } };
}

/**
 * Asks the server.
 *
 * @param request The page's `fetch`.
 * @param visitor Id of the visitor, or their cookie.
 * @returns The call and the visitor's part in it; `null`: they are in none.
 * @throws {Error} When the server cannot say.
 */
export async function findVisitor(
  request: typeof fetch,
  visitor: string,
): Promise<Match | null> {
  const response = await request(VISITOR_CALL_PATH, {
    method: "POST",
    body: JSON.stringify({ visitor }),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`Cannot find the visitor: status ${response.status}`);
  }
  const { pairId, role } = answer.parse(await response.json());
  return pairId === null || role === null ? null : { pairId, role };
}
