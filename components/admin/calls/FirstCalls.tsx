/**
 * The top of the list of calls as the server sends it, for the first picture.
 *
 * It is no part of the island: an island is sent its rows twice, as a page and
 * as data, and looks through all of them before it is alive. These are only
 * looked at, until the living list takes their place.
 *
 * @module
 */

import { signal } from "@preact/signals";
import type { CallChoice } from "@/lib/desk/call_address.ts";
import type { CallRow } from "@/lib/desk/call_rows.ts";
import { CallListHead } from "./CallListHead.tsx";
import { CallRowItem } from "./CallRowItem.tsx";

const ELEMENT_ID = "first-calls";

/** What the server knows of the list. */
export interface FirstCallsProps {
  /** Its top, in order. */
  rows: readonly CallRow[];
  /** What is chosen of it, and how it is sorted. */
  choice: CallChoice;
  /** When it was read, Unix milliseconds. */
  readAt: number;
}

/** The rows, under a head whose links load the page anew. */
export function FirstCalls({ rows, choice, readAt }: FirstCallsProps) {
  const now = signal(readAt);
  return (
    <div
      id={ELEMENT_ID}
      class="call-list call-list-first"
      role="grid"
      tabIndex={0}
      aria-label="Live calls"
      aria-busy="true"
    >
      <CallListHead choice={choice} />
      <div role="rowgroup">
        {rows.map((row, index) => (
          <CallRowItem
            key={row.pairId}
            row={row}
            index={index}
            isSelected={false}
            now={now}
          />
        ))}
      </div>
    </div>
  );
}

/** Takes the server's rows out of the page: the living list is in it. */
export function removeFirstCalls(): void {
  document.getElementById(ELEMENT_ID)?.remove();
}
