/**
 * A form of numbers, each beside its default.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import type { FigureField } from "@/lib/settings/figures.ts";

/** What the form shows. */
export interface FigureFormProps {
  /** Where it is sent. */
  action: string;
  /** The fields. */
  fields: readonly FigureField[];
  /** What was just saved, in words; `null`: nothing was. */
  saved: string | null;
  /** What is said above the fields. */
  children?: ComponentChildren;
}

/** The form. An empty field goes back to its default. */
export function FigureForm(
  { action, fields, saved, children }: FigureFormProps,
) {
  const changed = fields.filter(({ text }) => text !== "").length;
  return (
    <section class="panel figure-panel">
      {children}
      {saved !== null && <p class="figure-saved" role="status">{saved}</p>}
      <form method="post" action={action} class="figure-form">
        <div class="figure-fields">
          {fields.map((field) => <Field key={field.name} {...field} />)}
        </div>
        <div class="figure-buttons">
          <button type="submit" class="desk-button desk-button-main">
            Save
          </button>
          <span class="soft">An empty field goes by its default.</span>
        </div>
      </form>
      {changed > 0 && (
        <form method="post" action={action}>
          {fields.map(({ name }) => (
            <input key={name} type="hidden" name={name} value="" />
          ))}
          <button type="submit" class="desk-button">
            {`Back to the defaults, ${changed} changed`}
          </button>
        </form>
      )}
    </section>
  );
}

function Field(field: FigureField) {
  const { name, label, about, unit, text, problem } = field;
  const hintId = `${name}-hint`;
  return (
    <div class="figure-field" data-set={text === "" ? undefined : ""}>
      <label for={name}>{label}</label>
      <div class="figure-value">
        <input
          class="desk-field"
          id={name}
          name={name}
          type="number"
          inputMode="decimal"
          min={field.min}
          max={field.max}
          step={field.isWhole ? 1 : "any"}
          value={text}
          placeholder={String(field.defaultValue)}
          aria-describedby={hintId}
          aria-invalid={problem === null ? undefined : "true"}
        />
        <span>{unit}</span>
      </div>
      <p
        id={hintId}
        class="soft"
        data-problem={problem === null ? undefined : ""}
      >
        {problem ?? hintOf(field)}
        {problem === null && about !== "" && `. ${about}`}
      </p>
    </div>
  );
}

const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: 15 });

function hintOf({ text, defaultValue, unit, min, max }: FigureField): string {
  const value = `${plain.format(defaultValue)}${unit === "" ? "" : ` ${unit}`}`;
  const bounds = `${plain.format(min)} to ${plain.format(max)}`;
  return text === ""
    ? `Default ${value}; ${bounds}`
    : `Set here, default ${value}; ${bounds}`;
}
