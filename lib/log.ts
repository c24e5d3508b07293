/**
 * The one place that prints.
 *
 * Levels: `error` gave up; `warn` recovered or will try again; `info` one line
 * per step in the life of the process; `debug` the rest. Never an IP address,
 * never a session description.
 *
 * @module
 */

/**
 * What belongs to a log line besides its text; errors keep their stack while
 * there are descriptors.
 */
export type LogFields = Readonly<Record<string, unknown>>;

/** Prints one line per call. */
export interface Log {
  /** Something was given up. */
  error(message: string, fields?: LogFields): void;
  /** Something went wrong and was recovered, or will be tried again. */
  warn(message: string, fields?: LogFields): void;
  /** A step in the life of the process. */
  info(message: string, fields?: LogFields): void;
  /** Everything else; only printed when asked for. */
  debug(message: string, fields?: LogFields): void;
}

type Level = keyof Log;

function plain(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return (canOpenFiles() ? value.stack : undefined) ?? value.message;
}

/**
 * Says whether a descriptor is left. Asked for a stack, Deno opens files to name
 * the lines of the sources, and where it cannot it ends the process (measured
 * on 2.9.6): at the limit of descriptors an error's message has to do.
 */
function canOpenFiles(): boolean {
  try {
    Deno.openSync("/dev/null").close();
    return true;
  } catch (error) {
    return !String(error).includes("Too many open files");
  }
}

/**
 * Makes a log that writes JSON lines.
 *
 * @example
 * ```ts
 * import { deepEqual } from "node:assert/strict";
 * import { createLog } from "@/lib/log.ts";
 *
 * const lines: string[] = [];
 * const log = createLog((line) => lines.push(line), { now: () => 0 });
 * log.warn("will try again", { attempt: 2 });
 * deepEqual(lines, [
 *   '{"time":"1970-01-01T00:00:00.000Z","level":"warn",' +
 *   '"message":"will try again","attempt":2}',
 * ]);
 * ```
 *
 * @param write Takes one finished line without its line end.
 * @param options `isDebug` also prints `debug` lines; `now` is the clock.
 */
export function createLog(
  write: (line: string) => void,
  { isDebug = false, now = Date.now }: {
    isDebug?: boolean;
    now?: () => number;
  } = {},
): Log {
  const at = (level: Level) => (message: string, fields: LogFields = {}) => {
    if (level === "debug" && !isDebug) return;
    const entries = Object.entries(fields).map(([k, v]) => [k, plain(v)]);
    write(JSON.stringify({
      time: new Date(now()).toISOString(),
      level,
      message,
      ...Object.fromEntries(entries),
    }));
  };
  return {
    error: at("error"),
    warn: at("warn"),
    info: at("info"),
    debug: at("debug"),
  };
}

/** The process's own log, on standard error so that output stays readable. */
export const log: Log = createLog((line) => {
  Deno.stderr.writeSync(new TextEncoder().encode(line + "\n"));
});
