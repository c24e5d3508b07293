/**
 * How far back admins may ask, parsed at the edge: as far as periods are kept.
 *
 * @module
 */

import { z } from "zod";
import type { Schema } from "@/lib/protocol/schema.ts";
import { TIERS } from "./tiers.ts";

function count(tier: "hour" | "day", preset: number) {
  const { keepMs, lengthMs } = TIERS[tier];
  return z.coerce.number().int().min(1).max(keepMs / lengthMs).default(preset);
}

/** Query of a report by the hour: `hours`, 24 where it is left out. */
export const hoursQuery: Schema<{ hours: number }> = z.object({
  hours: count("hour", 24),
});

/** Query of a report by the day: `days`, 30 where it is left out. */
export const daysQuery: Schema<{ days: number }> = z.object({
  days: count("day", 30),
});
