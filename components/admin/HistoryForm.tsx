/**
 * Which part of the past is shown, and what it is compared with.
 *
 * @module
 */

import { DateField, type Option, SelectField } from "./FormFields.tsx";
import { Segments } from "./Segments.tsx";
import type { HistoryStep } from "@/lib/monitoring/overview/history.ts";

/** What the form shows as chosen. */
export interface HistoryFormProps {
  /** Spans by name, and the days of each. */
  ranges: Readonly<Record<string, number>>;
  /** The span that is shown by its name; `undefined`: by its days. */
  range: string | undefined;
  /** First day that is shown, such as `2026-11-01` (UTC). */
  from: string;
  /** Last day that is shown. */
  to: string;
  /** Length of the periods that are shown. */
  step: HistoryStep;
  /** `before`, a day, or nothing. */
  against: string;
  /** Whether what admins asked for counts, too. */
  hasOwn: boolean;
}

const STEPS = [["hour", "hour"], ["day", "day"]] as const;

const AGAINST: readonly Option[] = [
  ["", "nothing"],
  ["before", "the time before"],
  ["year", "a year ago"],
];

/** Links for the usual spans, and a form for any other. */
export function HistoryForm(props: HistoryFormProps) {
  return (
    <div class="history-form">
      <RangeLinks {...props} />
      <form
        method="get"
        action="/admin/history"
        class="desk-form"
        autocomplete="off"
      >
        <DateField label="From" name="from" value={props.from} />
        <DateField label="to" name="to" value={props.to} />
        <SelectField
          label="by"
          name="step"
          chosen={props.step}
          options={STEPS}
        />
        <Against against={props.against} />
        <label class="desk-check">
          <input type="checkbox" name="own" value="1" checked={props.hasOwn} />
          <span>with the dashboard's own</span>
        </label>
        <button type="submit" class="desk-button">Show</button>
      </form>
    </div>
  );
}

/** The date is there for who chose one; the others are offered by name. */
function Against({ against }: { against: string }) {
  const isNamed = AGAINST.some(([value]) => value === against);
  return (
    <SelectField
      label="against"
      name="against"
      chosen={against}
      options={isNamed ? AGAINST : [...AGAINST, [against, `from ${against}`]]}
    />
  );
}

function RangeLinks({ ranges, range, against, hasOwn }: HistoryFormProps) {
  const segments = Object.keys(ranges).map((name) => {
    const query = new URLSearchParams({
      range: name,
      ...(against !== "" && { against }),
      ...(hasOwn && { own: "1" }),
    });
    const isChosen = name === range;
    return { name, href: `/admin/history?${query}`, isChosen };
  });
  return <Segments label="Usual spans" segments={segments} />;
}
