/**
 * Moments in words, in the zone of whoever reads and in UTC.
 *
 * @module
 */

/** How much of a moment is written. */
export type WhenDetail = "time" | "minute" | "moment" | "day";

const FORMATS: Readonly<Record<WhenDetail, Intl.DateTimeFormatOptions>> = {
  time: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  minute: { hour: "2-digit", minute: "2-digit" },
  moment: {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  },
  day: { day: "numeric", month: "short", year: "numeric" },
};

/** Making a format takes longer than using it a hundred times. */
const made = new Map<string, Intl.DateTimeFormat>();

function formatOf(detail: WhenDetail, zone?: string): Intl.DateTimeFormat {
  const key = `${detail} ${zone}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    ...FORMATS[detail],
    hourCycle: "h23",
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  made.set(key, format);
  return format;
}

/**
 * Writes a moment: `14:03:22`, `3 Nov, 14:03:22`, `3 Nov 2026`.
 *
 * @param at The moment, Unix milliseconds.
 * @param detail How much of it is written.
 * @param zone Zone by its IANA name; left out, that of this machine.
 *
 * @example In a zone of one's own
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { formatWhen } from "@/lib/monitoring/overview/when.ts";
 *
 * equal(formatWhen(0, "moment", "Asia/Ho_Chi_Minh"), "1 Jan, 08:00:00");
 * ```
 */
export function formatWhen(
  at: number,
  detail: WhenDetail,
  zone?: string,
): string {
  return formatOf(detail, zone).format(at);
}

/** Writes a moment in UTC, to the second: `1970-01-01 00:00:00 UTC`. */
export function formatUtc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
