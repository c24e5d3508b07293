/**
 * What this project asks of a schema, whichever library it is written with.
 *
 * @module
 */

/** What was wrong with one part of a value. */
export interface SchemaIssue {
  /** Where in the value. */
  path: PropertyKey[];
  /** What is wanted there. */
  message: string;
}

/** What came of parsing a value. */
export type SchemaResult<T> =
  | { success: true; data: T; error?: undefined }
  | { success: false; error: { issues: SchemaIssue[] } };

/** Parses values from outside; every zod schema is one. */
export interface Schema<T> {
  /**
   * Parses, or throws.
   *
   * @throws {Error} When the value does not fit.
   */
  parse(value: unknown): T;
  /** Parses without throwing. */
  safeParse(value: unknown): SchemaResult<T>;
}
