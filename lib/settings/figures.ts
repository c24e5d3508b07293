/**
 * Numbers that admins may set while the site runs: what they mean, and within
 * which bounds.
 *
 * @module
 */

import { z } from "zod";

/** One number that may be set. */
export interface Figure {
  /** What it is, in a few words. */
  label: string;
  /** What it is measured in; empty for a mere number. */
  unit: string;
  /** Least value that makes sense. */
  min: number;
  /** Largest value that makes sense. */
  max: number;
  /** What follows from it, where the label does not say. */
  about?: string;
  /** Whether it has no fractions. */
  isWhole?: true;
}

/** Numbers by name. */
export type Figures<Name extends string> = Readonly<Record<Name, Figure>>;

/** What is to become of some of them; `null` goes back to the default. */
export type FigureChanges<Name extends string> = Partial<
  Record<Name, number | null>
>;

/** What came of reading a form. */
export type FormReading<Name extends string> =
  | { isRight: true; changes: FigureChanges<Name> }
  /** What is wrong, by field, in words for whoever typed it. */
  | { isRight: false; problems: Partial<Record<Name, string>> };

/** The names, in the order of the form. */
export function namesOf<Name extends string>(figures: Figures<Name>): Name[] {
  return Object.keys(figures) as Name[];
}

function schemaOf({ min, max, isWhole }: Figure) {
  const number = z.coerce.number("Must be a number")
    .min(min, `Must be at least ${min}`).max(max, `Must be at most ${max}`);
  return isWhole ? number.int("Must be a whole number") : number;
}

/** Says whether a value may be set. */
export function isAllowed(figure: Figure, value: unknown): value is number {
  return typeof value === "number" && schemaOf(figure).safeParse(value).success;
}

/**
 * Reads a form. An empty field goes back to the default; one that is not in
 * the form stays as it is.
 *
 * @param figures What may be set.
 * @param form The fields, by the names of the numbers.
 */
export function readFigures<Name extends string>(
  figures: Figures<Name>,
  form: URLSearchParams,
): FormReading<Name> {
  const changes: FigureChanges<Name> = {};
  const problems: Partial<Record<Name, string>> = {};
  for (const name of namesOf(figures)) {
    const text = form.get(name)?.trim();
    if (text === undefined) continue;
    if (text === "") {
      changes[name] = null;
      continue;
    }
    const read = schemaOf(figures[name]).safeParse(text);
    if (read.success) changes[name] = read.data;
    else problems[name] = read.error.issues[0]!.message;
  }
  return Object.keys(problems).length === 0
    ? { isRight: true, changes }
    : { isRight: false, problems };
}

/** One number as a field of a form. */
export interface FigureField {
  /** Name of the number. */
  name: string;
  /** What it is. */
  label: string;
  /** What follows from it; empty where the label says it. */
  about: string;
  /** What it is measured in. */
  unit: string;
  /** What is typed; empty where the default holds. */
  text: string;
  /** What holds when the field is empty. */
  defaultValue: number;
  /** Least value. */
  min: number;
  /** Largest value. */
  max: number;
  /** Whether it has no fractions. */
  isWhole: boolean;
  /** What is wrong with what was typed; `null`: nothing. */
  problem: string | null;
}
