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

/** What went wrong is told in full once in so long, milliseconds. */
const TELL_EVERY_MS = 60_000;

/** Kinds of trouble that are told apart; of further ones each line is printed. */
const MAX_KINDS = 200;

/** Trouble of one kind that was told a short while ago. */
interface Told {
  /** Lines since then. */
  count: number;
  /** Prints the last of them, with how many there were. */
  print(repeated: LogFields): void;
}

/**
 * Makes a log that does not repeat itself: a store that is down fails every
 * request, and each with its stack would fill a disk. Of lines about an error
 * that differ in nothing but their other fields the first is printed; those of
 * the next minute are counted, and the last of them is printed at its end, with
 * `repeated`, how many it stands for.
 *
 * @param inner Prints.
 * @param later Runs something after so many milliseconds; it must not keep the
 * process from ending.
 */
export function withoutRepeats(
  inner: Log,
  later: (run: () => void, ms: number) => void = unrefTimeout,
): Log {
  const toldLately = new Map<string, Told>();
  const startMinute = (kind: string) => {
    toldLately.set(kind, { count: 0, print() {} });
    later(() => {
      const { count, print } = toldLately.get(kind)!;
      toldLately.delete(kind);
      if (count === 0) return;
      startMinute(kind);
      print({ repeated: count });
    }, TELL_EVERY_MS);
  };
  const at = (level: "error" | "warn"): Log["error"] => (message, fields) => {
    const error = fields?.error;
    if (!(error instanceof Error)) return inner[level](message, fields);
    const kind = `${level} ${message} ${error.name} ${error.message}`;
    const told = toldLately.get(kind);
    if (told !== undefined) {
      told.count++;
      // The stack was printed with the first one.
      const rest = { ...fields, error: error.message };
      told.print = (repeated) =>
        inner[level](message, { ...rest, ...repeated });
      return;
    }
    if (toldLately.size < MAX_KINDS) startMinute(kind);
    inner[level](message, fields);
  };
  return { ...inner, error: at("error"), warn: at("warn") };
}

function unrefTimeout(run: () => void, ms: number): void {
  Deno.unrefTimer(setTimeout(run, ms));
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
export const log: Log = withoutRepeats(createLog((line) => {
  Deno.stderr.writeSync(new TextEncoder().encode(line + "\n"));
}));
