/**
 * Which alerts are shown.
 *
 * @module
 */

import { SEVERITIES } from "@/lib/monitoring/overview/alert.ts";

/** What the filter shows as chosen; empty for all. */
export interface AlertFilterProps {
  /** `open`, `new` or `closed`. */
  state: string;
  /** The condition. */
  kind: string;
  /** How bad it got. */
  severity: string;
  /** Conditions there are. */
  kinds: readonly string[];
}

const STATES = [
  ["", "open and past"],
  ["open", "open"],
  ["new", "nobody took note of"],
  ["closed", "past"],
] as const;

/** A form of three choices. */
export function AlertFilter(
  { state, kind, severity, kinds }: AlertFilterProps,
) {
  return (
    <form method="get" action="/admin/alerts" class="desk-form alert-filter">
      <Choice
        label="Show"
        name="state"
        chosen={state}
        options={STATES}
      />
      <Choice
        label="of kind"
        name="kind"
        chosen={kind}
        options={[
          ["", "any"],
          ...kinds.map((one) =>
            [one, one.replaceAll("-", " ")] as const
          ),
        ]}
      />
      <Choice
        label="and severity"
        name="severity"
        chosen={severity}
        options={[
          ["", "any"],
          ...SEVERITIES.toReversed().map((one) =>
            [one, one] as const
          ),
        ]}
      />
      <button type="submit" class="desk-button">Show</button>
    </form>
  );
}

function Choice(
  { label, name, chosen, options }: {
    label: string;
    name: string;
    chosen: string;
    options: readonly (readonly [value: string, text: string])[];
  },
) {
  return (
    <label>
      <span>{label}</span>
      <select class="desk-field" name={name}>
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
