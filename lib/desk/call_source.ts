/**
 * Reads one call's record from the monitoring interface.
 *
 * @module
 */

import * as z from "zod/mini";
import type { CallRecord } from "@/lib/monitoring/overview/call_record.ts";

const record = z.custom<object>(
  (value) => typeof value === "object" && value !== null,
);

/** What the page relies on; figures may be missing, lists may not. */
const schema = z.object({
  pairId: z.string(),
  startedAt: z.number(),
  endedAt: z.nullable(z.number()),
  members: z.array(z.looseObject({
    id: z.string(),
    country: z.string(),
    stats: record,
    updatedAt: z.number(),
    series: z.array(z.looseObject({ at: z.number() })),
    sampleCount: z.number(),
    funnel: record,
    reason: z.nullable(z.string()),
    relayCost: z.nullable(z.looseObject({ cost: z.number() })),
  })),
  events: z.array(z.looseObject({ at: z.number(), kind: z.string() })),
  alerts: z.array(z.looseObject({ id: z.string(), title: z.string() })),
  verdict: z.looseObject({
    place: z.string(),
    evidence: z.array(z.looseObject({ code: z.string() })),
  }),
});

/** What came of asking for a call. */
export type CallAnswer =
  | { kind: "found"; record: CallRecord }
  /** There is none, or it was more than 7 days ago. */
  | { kind: "unknown" }
  /** Whoever asks is no admin any more. */
  | { kind: "refused" }
  /** The server did not answer as agreed; it may do so later. */
  | { kind: "failed" };

/**
 * Asks for one call.
 *
 * @param fetch The page's `fetch`; what it throws is an answer, too.
 * @param pairId The call.
 */
export async function readCall(
  fetch: typeof globalThis.fetch,
  pairId: string,
): Promise<CallAnswer> {
  try {
    const path = `/api/monitoring/calls/${encodeURIComponent(pairId)}`;
    const response = await fetch(path, { cache: "no-store" });
    if (response.status === 404) return { kind: "unknown" };
    if (response.status === 401) return { kind: "refused" };
    const parsed = schema.safeParse(await response.json());
    return response.ok && parsed.success
      ? { kind: "found", record: parsed.data as unknown as CallRecord }
      : { kind: "failed" };
  } catch {
    return { kind: "failed" };
  }
}
