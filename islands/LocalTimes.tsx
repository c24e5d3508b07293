/**
 * Writes the moments of a page that only the server drew in the zone of whoever
 * reads it: the server does not know it and writes UTC, which stays on hover.
 *
 * @module
 */

import { useEffect } from "preact/hooks";
import { formatWhen, type WhenDetail } from "@/lib/monitoring/overview/when.ts";

/** Shows nothing itself. */
export default function LocalTimes() {
  useEffect(() => {
    const moments = document.querySelectorAll<HTMLTimeElement>(
      "time[data-detail]",
    );
    for (const moment of moments) {
      const at = Date.parse(moment.dateTime);
      const detail = moment.dataset["detail"] as WhenDetail;
      moment.textContent = formatWhen(at, detail);
    }
  }, []);
  return null;
}
