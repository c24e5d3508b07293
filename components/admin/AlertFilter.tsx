/**
 * Which alerts are shown.
 *
 * @module
 */

import { SelectField } from "./FormFields.tsx";
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

/**
 * A form of three choices. Without `autocomplete`, or a browser that goes back
 * would show what was chosen later over the list of before.
 */
export function AlertFilter(
  { state, kind, severity, kinds }: AlertFilterProps,
) {
  return (
    <form
      method="get"
      action="/admin/alerts"
      class="desk-form alert-filter"
      autocomplete="off"
    >
      <SelectField
        label="Show"
        name="state"
        chosen={state}
        options={STATES}
      />
      <SelectField
        label="of kind"
        name="kind"
        chosen={kind}
        options={[
          ["", "any"],
          ...kinds.map((one) => [one, one.replaceAll("-", " ")] as const),
        ]}
      />
      <SelectField
        label="and severity"
        name="severity"
        chosen={severity}
        options={[
          ["", "any"],
          ...SEVERITIES.toReversed().map((one) => [one, one] as const),
        ]}
      />
      <button type="submit" class="desk-button">Show</button>
    </form>
  );
}
