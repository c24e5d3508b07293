/**
 * News by asking, for pages that cannot have the event stream: what no other
 * call of the interface tells them.
 *
 * @module
 */

import * as z from "zod/mini";
import { EVENT_SCHEMAS, type RtcEvent } from "./events.ts";
import type { Schema } from "./schema.ts";

/** What is told this way; all else is asked for by calls of its own. */
export type PolledEvent = Extract<
  RtcEvent,
  { name: "restart" | "peer-state" | "back-asked" }
>;

/** Answer of `GET news`. */
export interface PolledNews {
  /** Where reading goes on. */
  readonly position: string;
  /** What happened since, oldest first. */
  readonly events: readonly PolledEvent[];
}

/**
 * Parses a position among the news: a versionstamp, 20 hexadecimal digits. A
 * part for other schemas.
 *
 * @ignore Its type is zod's own.
 */
export const positionSchema: z.ZodMiniType<string> = z.string().check(
  z.regex(/^[0-9a-f]{20}$/, "must be a position that was told"),
);

/** Query of `GET news`; without `after` it tells where reading begins. */
export const newsQuerySchema: Schema<{ after?: string | undefined }> = z.object(
  { after: z.optional(positionSchema) },
);

const event = <Name extends PolledEvent["name"]>(name: Name) =>
  z.object({
    name: z.literal(name),
    data: EVENT_SCHEMAS[name] as z.ZodMiniType,
  });

/** Parses an answer of `GET news`. */
export const polledNewsSchema: Schema<PolledNews> = z.object({
  position: positionSchema,
  events: z.array(
    z.union([event("restart"), event("peer-state"), event("back-asked")]),
  ),
}) as z.ZodMiniType<PolledNews>;
