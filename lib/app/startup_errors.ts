/**
 * Starting the process, and saying in plain words why it cannot start.
 *
 * @module
 */

import { type Log, log as processLog } from "@/lib/log.ts";
import { type Config, ConfigError } from "./config.ts";

/** How a start that failed is told. */
export interface StartEffects {
  /** Prints for whoever runs the site's log. */
  log: Pick<Log, "error">;
  /** Prints for the person at the terminal. */
  print: (text: string) => void;
  /** Ends the process. */
  exit: (code: number) => void;
}

const PROCESS: StartEffects = {
  log: processLog,
  print: (text) => void Deno.stderr.writeSync(new TextEncoder().encode(text)),
  exit: (code) => Deno.exit(code),
};

/**
 * Runs a start. One that settings make impossible ends the process with a
 * sentence for each of them; any other failure is logged with its stack.
 */
export async function startOrExplain(
  start: () => Promise<void>,
  { log, print, exit }: StartEffects = PROCESS,
): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (error instanceof ConfigError) print(error.message + "\n");
    else log.error("cannot start", { error });
    exit(1);
  }
}

/** Errors of listening that speak of the address and not of the port. */
const ADDRESS_ERRORS = [URIError, Deno.errors.AddrNotAvailable];

/**
 * Names the setting that kept a server from listening.
 *
 * @param error What `Deno.serve()` threw.
 * @returns A {@link ConfigError}, or `error` itself when it is something else.
 */
export function toListenError(
  error: unknown,
  { host, port }: Pick<Config, "host" | "port">,
): unknown {
  if (error instanceof Deno.errors.AddrInUse) {
    return new ConfigError([`PORT ${port} is in use by another process`]);
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return new ConfigError([`PORT ${port} is not open to this user`]);
  }
  const isAddress = ADDRESS_ERRORS.some((kind) => error instanceof kind) ||
    error instanceof Error && error.message.includes("lookup address");
  return isAddress
    ? new ConfigError([`HOST "${host}" is no address of this machine`])
    : error;
}
