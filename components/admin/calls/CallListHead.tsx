/**
 * Names of the columns of the list of calls; each sorts.
 *
 * @module
 */

import { type CallChoice, callsAddress } from "@/lib/desk/call_address.ts";
import { sortAfterClick, type SortKey } from "@/lib/desk/call_choice.ts";
import { OrderLink } from "../OrderLink.tsx";
import { CALL_COLUMNS } from "./columns.ts";

/** What the head shows. */
export interface CallListHeadProps {
  /** What is chosen of the list, and how it is sorted. */
  choice: CallChoice;
  /** Sorts by a column, or turns its order round; without it a page is loaded. */
  onSort?: (key: SortKey) => void;
}

/** The head of the list. */
export function CallListHead({ choice, onSort }: CallListHeadProps) {
  const { sort } = choice;
  return (
    <div role="row" class="call-row call-head" aria-rowindex={1}>
      <span role="columnheader" class="cell-id">Call</span>
      {CALL_COLUMNS.map(({ key, name }) => {
        const order = sort.isDescending ? "descending" : "ascending";
        const isSorted = sort.key === key;
        return (
          <span
            key={key}
            role="columnheader"
            class={`cell-${key}`}
            aria-sort={isSorted ? order : undefined}
          >
            <OrderLink
              href={callsAddress({
                ...choice,
                sort: sortAfterClick(sort, key),
              })}
              onOrder={onSort && (() => onSort(key))}
            >
              {name}
              {isSorted && (
                <i aria-hidden="true">{sort.isDescending ? "↓" : "↑"}</i>
              )}
            </OrderLink>
          </span>
        );
      })}
    </div>
  );
}
