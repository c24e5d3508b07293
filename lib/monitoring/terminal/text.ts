/**
 * Text for a terminal: what it says, how wide it is, how it is colored.
 *
 * @module
 */

import pc from "picocolors";
import stringWidth from "string-width";

/** A color or weight. */
export type Style =
  | "bold"
  | "dim"
  | "red"
  | "green"
  | "yellow"
  | "blue"
  | "magenta"
  | "cyan";

/** A piece of a line in one style. */
export interface Span {
  /** What it says, free of control characters. */
  text: string;
  /** How it looks; nothing means plain. */
  styles: readonly Style[];
}

/** A line, piece by piece. */
export type Line = readonly Span[];

/** Makes a piece; control characters, which could steer the terminal, go. */
export function span(text: string, ...styles: Style[]): Span {
  return { text: text.replace(/\p{Cc}|\p{Cf}/gu, ""), styles };
}

/** Says how many columns a line takes. */
export function widthOf(line: Line): number {
  return line.reduce((sum, { text }) => sum + stringWidth(text), 0);
}

/** Cuts a text to so many columns, with an ellipsis where something went. */
export function truncate(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  if (columns < 1) return "";
  let kept = "";
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    width += stringWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return kept + "…";
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Cuts or fills a text to exactly so many columns. */
export function fit(
  text: string,
  columns: number,
  align: "left" | "right" = "left",
): string {
  const cut = truncate(text, columns);
  const filler = " ".repeat(Math.max(0, columns - stringWidth(cut)));
  return align === "left" ? cut + filler : filler + cut;
}

/** Cuts a line to so many columns. */
export function clip(line: Line, columns: number): Line {
  const clipped: Span[] = [];
  let left = columns;
  for (const { text, styles } of line) {
    const cut = truncate(text, left);
    clipped.push({ text: cut, styles });
    left -= stringWidth(cut);
    if (left <= 0) break;
  }
  return clipped;
}

/** Writes a line, with colors or without. */
export function paint(line: Line, isColored: boolean): string {
  const colors = isColored ? COLORED : PLAIN;
  return line.map(({ text, styles }) =>
    styles.reduce((painted, style) => colors[style](painted), text)
  ).join("");
}

const COLORED = pc.createColors(true);
const PLAIN = pc.createColors(false);

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** Draws a bar of so many columns, filled to a share from 0 to 1. */
export function bar(share: number, columns: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * columns * 8);
  const drawn = "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
  return fit(drawn, columns);
}
