/**
 * Numbers in words, short enough for a table: for the terminal and the
 * dashboard. What is unknown is a dash.
 *
 * @module
 */

const UNKNOWN = "–";

const BYTE_UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

function unitFormat(unit: string): Intl.NumberFormat {
  return new Intl.NumberFormat("en", {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumSignificantDigits: 3,
  });
}

const byteFormats = BYTE_UNITS.map((unit) => unitFormat(unit));
const milliseconds = unitFormat("millisecond");
const seconds = unitFormat("second");
const minutes = unitFormat("minute");
const hours = unitFormat("hour");
const days = unitFormat("day");
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", {
  notation: "compact",
  maximumSignificantDigits: 4,
});
const digits = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const tenths = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat("en", {
  maximumSignificantDigits: 3,
  maximumFractionDigits: 2,
  roundingPriority: "lessPrecision",
});

/** Below, what has two decimals would be written as 0, which it is not. */
const LEAST_HUNDREDTHS = 0.005;

/** Counts from this on are written short, such as `1.2M`. */
const COMPACT_FROM = 100_000;

/** Writes a size, in powers of 1,000: `1.2 MB`. */
export function formatBytes(sizeBytes: number | null | undefined): string {
  if (sizeBytes === null || sizeBytes === undefined) return UNKNOWN;
  let scaled = sizeBytes;
  let step = 0;
  // 999.5 would be written as 1,000.
  while (scaled >= 999.5 && step < BYTE_UNITS.length - 1) {
    scaled /= 1000;
    step++;
  }
  // `999 byte` is how the short form of bytes is written.
  return step === 0
    ? `${digits.format(scaled)} B`
    : byteFormats[step]!.format(scaled);
}

/** Writes a duration: `38 ms`, `1.2 sec`, `4 min`, `3 days`. */
export function formatMs(durationMs: number | null | undefined): string {
  if (durationMs === null || durationMs === undefined) return UNKNOWN;
  if (durationMs < 1_000) return milliseconds.format(durationMs);
  if (durationMs < 60_000) return seconds.format(durationMs / 1_000);
  if (durationMs < 3_600_000) return minutes.format(durationMs / 60_000);
  if (durationMs < 86_400_000) return hours.format(durationMs / 3_600_000);
  return days.format(durationMs / 86_400_000);
}

/** Writes how long ago something was, to whole units: `4 min`. */
export function formatAge(ageMs: number): string {
  const roundTo = (unitMs: number) => Math.floor(ageMs / unitMs) * unitMs;
  if (ageMs < 60_000) return formatMs(Math.max(1_000, roundTo(1_000)));
  if (ageMs < 3_600_000) return formatMs(roundTo(60_000));
  return formatMs(roundTo(ageMs < 86_400_000 ? 3_600_000 : 86_400_000));
}

/** Writes a running time as a clock does: `4:07`, `1:02:09`. */
export function formatClock(durationMs: number): string {
  const all = Math.max(0, Math.floor(durationMs / 1_000));
  const two = (count: number) => String(count % 60).padStart(2, "0");
  const minutes = Math.floor(all / 60);
  return minutes < 60
    ? `${minutes}:${two(all)}`
    : `${Math.floor(minutes / 60)}:${two(minutes)}:${two(all)}`;
}

/** Writes a count: `12,345`, `1.2M`. */
export function formatCount(count: number | null | undefined): string {
  if (count === null || count === undefined) return UNKNOWN;
  return (count < COMPACT_FROM ? whole : compact).format(count);
}

/** Writes a percentage to two decimals at most: `97.3 %`, `0.04 %`. */
export function formatPct(pct: number | null | undefined): string {
  if (pct === null || pct === undefined) return UNKNOWN;
  return `${inHundredths(pct)} %`;
}

/** Writes a rate per second to two decimals at most: `41/s`, `0.08/s`. */
export function formatRate(perSecond: number): string {
  const text = perSecond >= 100
    ? whole.format(perSecond)
    : inHundredths(perSecond);
  return `${text}/s`;
}

/**
 * Writes a rate per minute, for where a title says that it is one: `212.4`, and
 * of less than one to two decimals: `0.08`.
 */
export function formatPerMinute(perMinute: number | null | undefined): string {
  if (perMinute === null || perMinute === undefined) return UNKNOWN;
  return perMinute < 1 ? inHundredths(perMinute) : tenths.format(perMinute);
}

function inHundredths(value: number): string {
  const isTiny = value > 0 && value < LEAST_HUNDREDTHS;
  return isTiny ? "<0.01" : hundredths.format(value);
}

const BIT_UNITS = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s"];

/** Writes a bitrate, in powers of 1,000: `1.2 Mbit/s`. */
export function formatBps(bps: number | null | undefined): string {
  if (bps === null || bps === undefined) return UNKNOWN;
  let scaled = bps;
  let step = 0;
  // 999.5 would be written as 1,000.
  while (scaled >= 999.5 && step < BIT_UNITS.length - 1) {
    scaled /= 1000;
    step++;
  }
  return `${digits.format(scaled)} ${BIT_UNITS[step]}`;
}

const dollars = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "USD",
});

/** Writes an amount of money: `$12.50`. */
export function formatUsd(amountUsd: number | null | undefined): string {
  return amountUsd === null || amountUsd === undefined
    ? UNKNOWN
    : dollars.format(amountUsd);
}

/** Of `part` in `whole`, in percent; `undefined` of nothing. */
export function pctOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : 100 * part / whole;
}
