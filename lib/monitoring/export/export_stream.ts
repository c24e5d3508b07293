/**
 * Turns a table into a download, row by row: a year costs no more memory than
 * an hour.
 *
 * @module
 */

import { csvLine } from "./csv.ts";
import type { Row, Table } from "./tables.ts";

/** Forms of an export. */
export const EXPORT_FORMATS = ["csv", "json"] as const;

/** Form of an export. */
export type ExportFormat = typeof EXPORT_FORMATS[number];

/** Characters gathered into one piece of the stream. */
const PIECE_CHARS = 16_384;

/** Media type of each form. */
export const EXPORT_MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json; charset=utf-8",
};

/**
 * Writes a table as it is read. When reading fails, the stream breaks off
 * instead of ending as if it were whole.
 */
export function exportStream(
  table: Table,
  format: ExportFormat,
): ReadableStream<Uint8Array> {
  const lines = format === "csv" ? csvLines(table) : jsonLines(table.rows);
  return ReadableStream.from(gather(lines))
    .pipeThrough(new TextEncoderStream());
}

async function* csvLines({ columns, rows }: Table): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const row of rows) {
    yield csvLine(columns.map((column) => row[column]));
  }
}

async function* jsonLines(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let before = "[\n";
  for await (const row of rows) {
    yield before + JSON.stringify(row);
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

async function* gather(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = "";
  for await (const line of lines) {
    piece += line;
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

/**
 * Names the file of an export, such as `parley-kpis-20261119T120000Z-…csv`.
 *
 * @param table Name of the table.
 * @param format Form of the export.
 * @param range Its span, Unix milliseconds.
 */
export function exportFilename(
  table: string,
  format: ExportFormat,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): string {
  const stamp = (atMs: number) =>
    new Date(atMs).toISOString().replace(/\.\d+Z$/, "Z").replace(/[-:]/g, "");
  return `parley-${table}-${stamp(fromMs)}-${stamp(toMs)}.${format}`;
}
