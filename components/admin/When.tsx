/**
 * A moment: in the reader's zone, and in UTC to whoever points at it.
 *
 * @module
 */

import { IS_BROWSER } from "fresh/runtime";
import {
  formatUtc,
  formatWhen,
  type WhenDetail,
} from "@/lib/monitoring/overview/when.ts";

/** What is shown. */
export interface WhenProps {
  /** The moment, Unix milliseconds. */
  at: number;
  /** How much of it is written. Default `moment`. */
  detail?: WhenDetail;
}

/**
 * Writes a moment. The server does not know the reader's zone and writes UTC,
 * with its name; in an island the browser then puts its own in its place, and
 * elsewhere `LocalTimes` does.
 */
export function When({ at, detail = "moment" }: WhenProps) {
  const text = IS_BROWSER
    ? formatWhen(at, detail)
    : `${formatWhen(at, detail, "UTC")} UTC`;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={formatUtc(at)}
      data-detail={detail}
    >
      {text}
    </time>
  );
}
