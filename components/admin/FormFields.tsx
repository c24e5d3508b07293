/**
 * Fields of the desk's forms: what is chosen is sent with the form and so is
 * part of the page's address.
 *
 * @module
 */

/** A choice: what is sent, and what it says. */
export type Option = readonly [value: string, text: string];

/** What a list of choices shows. */
export interface SelectFieldProps {
  /** What stands before it. */
  label: string;
  /** Name of the field. */
  name: string;
  /** The value that is chosen; the first choice where it is none of them. */
  chosen?: string;
  /** The choices. */
  options: readonly Option[];
}

/** One of several. */
export function SelectField(
  { label, name, chosen, options }: SelectFieldProps,
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

/** What a field for a day shows. */
export interface DateFieldProps {
  /** What stands before it. */
  label: string;
  /** Name of the field. */
  name: string;
  /** The day, such as `2026-11-01`. */
  value: string;
}

/** A day. */
export function DateField({ label, name, value }: DateFieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        class="desk-field"
        type="date"
        name={name}
        value={value}
        required
      />
    </label>
  );
}
