/**
 * Figures to take away: which, of when, as what.
 *
 * @module
 */

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
        <label>
          <span>Take</span>
          <select class="desk-field" name="what">
            {choices.map(({ what, label }) => (
              <option key={what} value={what}>{label}</option>
            ))}
          </select>
        </label>
        <label>
          <span>from</span>
          <input
            class="desk-field"
            type="date"
            name="from"
            value={from}
            required
          />
        </label>
        <label>
          <span>to</span>
          <input class="desk-field" type="date" name="to" value={to} required />
        </label>
        <label>
          <span>as</span>
          <select class="desk-field" name="format">
            <option value="csv">CSV</option>
            <option value="json">JSON</option>
          </select>
        </label>
        <button type="submit" class="desk-button desk-button-main">
          Download
        </button>
      </form>
      <p class="soft">Both days are in it, by UTC.</p>
    </section>
  );
}
