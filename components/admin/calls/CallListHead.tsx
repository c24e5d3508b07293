/**
 * Names of the columns of the list of calls; each sorts.
 *
 * @module
 */

import type { CallSort, SortKey } from "@/lib/desk/call_choice.ts";
import { CALL_COLUMNS } from "./columns.ts";

/** What the head shows. */
export interface CallListHeadProps {
  /** How the list is sorted. */
  sort: CallSort;
  /** Sorts by a column, or turns its order round. */
  onSort: (key: SortKey) => void;
}

/** The head of the list. */
export function CallListHead({ sort, onSort }: CallListHeadProps) {
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
            <button type="button" onClick={() => onSort(key)}>
              {name}
              {isSorted && (
                <i aria-hidden="true">{sort.isDescending ? "↓" : "↑"}</i>
              )}
            </button>
          </span>
        );
      })}
    </div>
  );
}
