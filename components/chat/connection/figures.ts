/**
 * Writes figures of a call the way a language does.
 *
 * @module
 */

import type { StatsMessages } from "@/lib/i18n/stats/messages.ts";

/** Writes figures; what is unknown is said to be. */
export interface Figures {
  /** A time, from milliseconds. */
  ms(value: number | undefined): string;
  /** A share of 0 to 1, as percent. */
  share(value: number | undefined): string;
  /** A bitrate, from bits per second. */
  bitrate(value: number | undefined): string;
  /** A size, from bytes. */
  bytes(value: number | undefined): string;
  /** A number as it is. */
  number(value: number | undefined): string;
  /** A time, from milliseconds, in seconds. */
  seconds(value: number | undefined): string;
}

/** Makes the writer of a language. */
export function figuresOf(
  locale: string,
  { unknown }: Pick<StatsMessages, "unknown">,
): Figures {
  const write = (options: Intl.NumberFormatOptions, scale = 1) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number | undefined) =>
      value === undefined ? unknown : format.format(value * scale);
  };
  const unit = (unit: string, maximumFractionDigits: number) => ({
    style: "unit",
    unit,
    minimumFractionDigits: maximumFractionDigits,
    maximumFractionDigits,
  } as const);
  return {
    ms: write(unit("millisecond", 0)),
    share: write({
      style: "percent",
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }),
    // One unit for all, so that figures that change can be compared.
    bitrate: write(unit("megabit-per-second", 2), 1e-6),
    bytes: write(unit("megabyte", 1), 1e-6),
    number: write({ maximumFractionDigits: 1 }),
    seconds: write(unit("second", 1), 1e-3),
  };
}
