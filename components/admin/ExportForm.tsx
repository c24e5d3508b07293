/**
 * Figures to take away: which, of when, as what.
 *
 * @module
 */

import { DateField, SelectField } from "./FormFields.tsx";

/** What can be taken. */
export interface ExportChoice {
  /** Name of the table. */
  what: string;
  /** What it has in a row. */
  label: string;
}

/** What the form shows. */
export interface ExportFormProps {
  /** The tables. */
  choices: readonly ExportChoice[];
  /** First day, such as `2026-11-01` (UTC). */
  from: string;
  /** Last day. */
  to: string;
}

const FORMATS = [["csv", "CSV"], ["json", "JSON"]] as const;

/** The form; its answer is a file. */
export function ExportForm({ choices, from, to }: ExportFormProps) {
  return (
    <section class="panel figure-panel">
      <h2>Take figures with you</h2>
      <p class="soft">
        One row for each record, up to this moment. The same files are to be had
        by <code>GET /api/monitoring/export</code> with the admin token.
      </p>
      <form
        method="get"
        action="/admin/settings/export"
        class="desk-form"
      >
        <SelectField
          label="Take"
          name="what"
          options={choices.map(({ what, label }) => [what, label])}
        />
        <DateField label="from" name="from" value={from} />
        <DateField label="to" name="to" value={to} />
        <SelectField label="as" name="format" options={FORMATS} />
        <button type="submit" class="desk-button desk-button-main">
          Download
        </button>
      </form>
      <p class="soft">Both days are in it, by UTC.</p>
    </section>
  );
}
