/**
 * Writes CSV as RFC 4180 has it, safe to open in a spreadsheet.
 *
 * @module
 */

/** One cell; what is unknown is empty. */
export type Cell = string | number | boolean | null | undefined;

/**
 * Beginnings that make spreadsheets compute a text as a formula: those OWASP
 * lists under "CSV injection", the full-width forms included.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Where a spreadsheet begins another cell that splits by `;`, as it does in
 * most of Europe: it takes quotes for text that do not begin its own cell.
 */
const INNER_FORMULA = /([;\t\r\n]"*)(?=[=+\-@＝＋－＠])/g;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * Writes one line, its end (CR LF) included.
 *
 * A text that a spreadsheet would run as a formula gets an apostrophe in
 * front, which shows it as text; numbers stay as they are.
 */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(csvCell).join(",") + "\r\n";
}

/** Writes a moment, Unix milliseconds, by ISO 8601 in UTC. */
export function momentCell(atMs: number | null | undefined): Cell {
  return atMs === null || atMs === undefined
    ? undefined
    : new Date(atMs).toISOString();
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "string") return String(cell);
  const text = (FORMULA.test(cell) ? `'${cell}` : cell)
    .replace(INNER_FORMULA, "$1'");
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
