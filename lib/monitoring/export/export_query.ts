/**
 * What an export is asked for.
 *
 * @module
 */

import { z } from "zod";
import type { Schema } from "@/lib/protocol/schema.ts";
import { LATEST_MS } from "@/lib/protocol/limits.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./export_stream.ts";
import { EXPORT_TABLES, type ExportTable } from "./tables.ts";

const DAY_MS = 24 * 3600_000;

/** Epoch milliseconds, or a date, with or without a time, in ISO 8601 (UTC). */
const moment = z.string().transform((text, context) => {
  const atMs = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (atMs >= 0 && atMs <= LATEST_MS) return atMs;
  context.addIssue("must be epoch milliseconds or an ISO 8601 date");
  return z.NEVER;
});

/** The query parameters of an export. */
export const exportQuerySchema: Schema<{
  what: ExportTable;
  format: ExportFormat;
  from?: number | undefined;
  to?: number | undefined;
}> = z.object({
  what: z.enum(EXPORT_TABLES),
  format: z.enum(EXPORT_FORMATS).default("csv"),
  from: moment.optional(),
  to: moment.optional(),
});

/**
 * Finds the span that is meant: up to now, and a day, unless said otherwise.
 *
 * @param now Current time, Unix milliseconds.
 * @throws {ApiError} `bad-input` when it ends before it begins.
 */
export function exportRange(
  { from, to }: { from?: number | undefined; to?: number | undefined },
  now: number,
): { fromMs: number; toMs: number } {
  const toMs = to ?? now + 1;
  const fromMs = from ?? Math.max(0, toMs - DAY_MS);
  if (fromMs > toMs) throw new ApiError("bad-input", "from: must be before to");
  return { fromMs, toMs };
}
