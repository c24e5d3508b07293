/**
 * Past calls in a list, as `GET /api/monitoring/calls` answers it.
 *
 * @module
 */

import type { QualityLevel } from "@/lib/protocol/call_stats.ts";
import type { VerdictPlace } from "./call_record.ts";

/** One past call. */
export interface PastCall {
  /** The call; its record is at `/api/monitoring/calls/:pairId`. */
  pairId: string;
  /** When the two were matched, Unix milliseconds. */
  startedAt: number;
  /** When it was over, Unix milliseconds. */
  endedAt: number;
  /** Members who told of themselves. */
  memberCount: number;
  /** The worst level that either had; `null` when nobody said. */
  worstQuality: QualityLevel | null;
  /** Where its trouble was. */
  verdictPlace: VerdictPlace;
}
