/**
 * The KPI beacon a browser sends about its side of a call, and how much of it
 * is believed.
 *
 * Browsers are not ours: of what they say only fields of the right type and
 * within range are kept, the rest is dropped and counted. Only a beacon that
 * does not say when and from whom it comes is refused.
 *
 * @module
 */

import { z } from "zod";
import type { Schema } from "./schema.ts";
import { FUNNEL_STEPS, type FunnelStep } from "./funnel_steps.ts";
import { LATEST_MS } from "./limits.ts";
import { FAILURE_REASONS } from "./reasons.ts";
import type { Role } from "./role.ts";

/** Longest time that is a measurement and not a mistake, milliseconds. */
const LONGEST_MS = 24 * 3600_000;
const LONGEST_ID_CHARS = 128;
const MOST_ICE_TRIES = 1_000;

/**
 * How a call ended: its failure, or one of the ordinary ways. A closed list, so
 * that nobody can invent series.
 */
export const KPI_REASONS = [
  ...FAILURE_REASONS,
  "left",
  "peer-left",
  "other-tab",
] as const;

/** How a call ended. */
export type KpiReason = typeof KPI_REASONS[number];

const durationMs = z.number().min(0).max(LONGEST_MS);
const id = z.string().min(1).max(LONGEST_ID_CHARS);

/** Fields that may be missing, each checked by itself. */
const OPTIONAL = {
  pairId: id,
  role: z.enum(["caller", "callee"]),
  matchMs: durationMs,
  ttfmMs: durationMs,
  reconnectMs: durationMs,
  iceOk: z.boolean(),
  iceTries: z.number().int().min(0).max(MOST_ICE_TRIES),
  relay: z.boolean(),
  turns443: z.boolean(),
  reason: z.enum(KPI_REASONS),
};

const REQUIRED = {
  ts: z.number("must be epoch milliseconds")
    .min(0, "must not be negative")
    .max(LATEST_MS, "must be epoch milliseconds")
    // Not `| 0`, which would cut an epoch in milliseconds to 32 bits.
    .transform(Math.trunc),
  sessionId: z.string("must be a string").min(1, "must not be empty")
    .max(LONGEST_ID_CHARS, `must have at most ${LONGEST_ID_CHARS} characters`),
};

/** One side's account of one moment of a call; a missing field is unknown. */
export interface KpiBeacon {
  /** When it was sent, by the browser's clock, Unix milliseconds. */
  ts: number;
  /** The page that sent it. */
  sessionId: string;
  /** The call it is about. */
  pairId?: string;
  /** The sender's part in the call. */
  role?: Role;
  /** From asking for a partner to having one, milliseconds. */
  matchMs?: number;
  /** From asking for a partner to the first remote frame, milliseconds. */
  ttfmMs?: number;
  /** From a broken path to a working one, milliseconds. */
  reconnectMs?: number;
  /** Whether a path between the two was found. */
  iceOk?: boolean;
  /** Negotiations it took, ICE restarts included. */
  iceTries?: number;
  /** Whether the sender's own candidate was a TURN relay. */
  relay?: boolean;
  /** Whether that relay was reached over TLS on port 443. */
  turns443?: boolean;
  /** How the call ended. */
  reason?: KpiReason;
  /** Milliseconds after asking for a partner at which each step was reached. */
  funnel?: Partial<Record<FunnelStep, number>>;
}

/** What came in: the beacon, and how many of its fields were dropped. */
export interface ReceivedBeacon {
  /** What is believed of it. */
  beacon: KpiBeacon;
  /** Fields that were out of range or of another type. */
  droppedFieldCount: number;
}

/** Reads a beacon leniently; its issues name `ts` or `sessionId` only. */
export const kpiBeaconSchema: Schema<ReceivedBeacon> = z
  .looseObject(REQUIRED)
  .transform(({ ts, sessionId, ...rest }) => {
    const kept = keepValid(rest, OPTIONAL);
    const funnel = readFunnel(rest.funnel);
    return {
      beacon: {
        ts,
        sessionId,
        ...kept.fields,
        ...(funnel.steps === undefined ? {} : { funnel: funnel.steps }),
      },
      droppedFieldCount: kept.droppedCount + funnel.droppedCount,
    };
  });

function keepValid<S extends Record<string, z.ZodType>>(
  given: Readonly<Record<string, unknown>>,
  schemas: S,
): { fields: { [K in keyof S]?: z.output<S[K]> }; droppedCount: number } {
  const fields: Record<string, unknown> = {};
  let droppedCount = 0;
  for (const [name, schema] of Object.entries(schemas)) {
    const value = given[name];
    // JSON writes what is not a number as null: unknown, not wrong.
    if (value === undefined || value === null) continue;
    const parsed = schema.safeParse(value);
    if (parsed.success) fields[name] = parsed.data;
    else droppedCount++;
  }
  return {
    fields: fields as { [K in keyof S]?: z.output<S[K]> },
    droppedCount,
  };
}

const STEP_SCHEMAS = Object.fromEntries(
  FUNNEL_STEPS.map((step) => [step, durationMs]),
) as Record<FunnelStep, typeof durationMs>;

function readFunnel(
  value: unknown,
): { steps?: Partial<Record<FunnelStep, number>>; droppedCount: number } {
  if (value === undefined || value === null) return { droppedCount: 0 };
  const given = z.record(z.string(), z.unknown()).safeParse(value);
  if (!given.success) return { droppedCount: 1 };
  const { fields, droppedCount } = keepValid(given.data, STEP_SCHEMAS);
  return { steps: fields, droppedCount };
}
