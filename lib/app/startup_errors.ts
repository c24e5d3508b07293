/**
 * Starting the process, and saying in plain words why it cannot start.
 *
 * @module
 */

import { type Config, ConfigError } from "./config.ts";

/**
 * Runs a start; one that settings make impossible ends the process with a
 * sentence for each instead of a stack trace.
 */
export async function startOrExplain(
  start: () => Promise<void>,
): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    Deno.stderr.writeSync(new TextEncoder().encode(error.message + "\n"));
    Deno.exit(1);
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
