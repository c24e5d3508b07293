/**
 * What of the list of calls is shown.
 *
 * @module
 */

import {
  type CallFilter,
  type CallSort,
  SORT_KEYS,
  type SortKey,
} from "@/lib/desk/call_choice.ts";
import { QUALITY_LEVELS } from "@/lib/protocol/call_stats.ts";
import { useIsAlive } from "../is_alive.ts";
import { CALL_COLUMNS } from "./columns.ts";

/** What the filters show, and what they do. */
export interface CallFiltersProps {
  /** What is looked for. */
  filter: CallFilter;
  /** How the list is sorted. */
  sort: CallSort;
  /** Countries that there are. */
  countries: readonly string[];
  /** Looks for something else. */
  onFilter: (change: Partial<CallFilter>) => void;
  /** Sorts by a column. */
  onSort: (key: SortKey) => void;
}

type Choice = readonly [value: string, name: string];

const LEVELS: readonly Choice[] = [
  ["", "Any quality"],
  ...QUALITY_LEVELS.map((level): Choice => [level, level]),
];
const PATHS: readonly Choice[] = [
  ["", "Any path"],
  ["relayed", "over a relay"],
  ["direct", "direct"],
];
const ALERTS: readonly Choice[] = [
  ["", "Any alerts"],
  ["open", "with an alert"],
  ["none", "without one"],
];

/** A search, four filters and, where there is no head to click on, the order. */
export function CallFilters(props: CallFiltersProps) {
  const { filter, sort, countries, onFilter, onSort } = props;
  const isAlive = useIsAlive();
  const set = (name: keyof CallFilter) => (value: string) =>
    onFilter({ [name]: value });
  const places: Choice[] = countries.map((code) => [code, code]);
  return (
    <div role="search" aria-label="Calls">
      <fieldset class="call-filters" disabled={!isAlive.value}>
        <input
          type="search"
          class="desk-field"
          aria-label="Id of a call or of a member"
          placeholder="Call or member id"
          value={filter.text}
          onInput={(event) => onFilter({ text: event.currentTarget.value })}
        />
        <Pick
          name="Quality"
          value={filter.quality}
          choices={LEVELS}
          onPick={set("quality")}
        />
        <Pick
          name="Path"
          value={filter.relay}
          choices={PATHS}
          onPick={set("relay")}
        />
        <Pick
          name="Country"
          value={filter.country}
          choices={[["", "Any country"], ...places]}
          onPick={set("country")}
        />
        <Pick
          name="Alerts"
          value={filter.alert}
          choices={ALERTS}
          onPick={set("alert")}
        />
        <span class="call-order">
          <Pick
            name="Sort by"
            value={sort.key}
            choices={CALL_COLUMNS.map(({ key, name }) => [key, `By ${name}`])}
            onPick={(key) => onSort(SORT_KEYS.find((one) => one === key)!)}
          />
        </span>
      </fieldset>
    </div>
  );
}

function Pick(
  { name, value, choices, onPick }: {
    name: string;
    value: string;
    choices: readonly Choice[];
    onPick: (value: string) => void;
  },
) {
  return (
    <select
      class="desk-field"
      aria-label={name}
      value={value}
      onChange={(event) => onPick(event.currentTarget.value)}
    >
      {choices.map(([value, text]) => (
        <option key={value} value={value}>{text}</option>
      ))}
    </select>
  );
}
