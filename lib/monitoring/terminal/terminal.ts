/**
 * A full-screen page in a terminal: its own screen, left as it was found.
 *
 * @module
 */

import type { ScreenSize } from "./screen.ts";
import { type Line, paint } from "./text.ts";

const ENTER = "\x1b[?1049h\x1b[?25l";
const LEAVE = "\x1b[?25h\x1b[?1049l";
const HOME = "\x1b[H";
const CLEAR_LINE = "\x1b[K";
const CLEAR_BELOW = "\x1b[J";

/** Size where a terminal does not tell its own. */
const DEFAULT_SIZE: ScreenSize = { columns: 80, rows: 24 };

/** The terminal behind standard output. */
export class Terminal implements Disposable {
  readonly #isColored: boolean;

  /** Takes over the screen, with colors or without. */
  constructor(isColored: boolean) {
    this.#isColored = isColored;
    write(ENTER);
  }

  /** Its size now. */
  get size(): ScreenSize {
    return terminalSize();
  }

  /** Shows a page. Nothing flickers: lines are written over the old ones. */
  draw(lines: readonly Line[]): void {
    const text = lines.map((line) => paint(line, this.#isColored) + CLEAR_LINE);
    write(HOME + text.join("\r\n") + CLEAR_BELOW);
  }

  /** Gives the screen back. */
  [Symbol.dispose](): void {
    write(LEAVE);
  }
}

/** Size of the terminal, or 80 × 24 where there is none. */
export function terminalSize(): ScreenSize {
  try {
    return Deno.consoleSize();
  } catch {
    return DEFAULT_SIZE;
  }
}

/** Prints text as it is. */
export function write(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let sent = 0; sent < bytes.length;) {
    sent += Deno.stdout.writeSync(bytes.subarray(sent));
  }
}
