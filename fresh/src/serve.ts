/**
 * Starts servers, the way `listen()` does.
 *
 * @module
 */
import type { ListenOptions } from "./types.ts";

/** Ports that are tried where none is asked for. */
const FIRST_PORT = 8000;
const LAST_PORT = 8019;

/**
 * Starts to serve, and comes back once it listens.
 *
 * @throws {Deno.errors.AddrInUse} If the port, or every port tried, is taken.
 */
export async function serve(
  options: ListenOptions,
  handler: (
    req: Request,
    info: Deno.ServeHandlerInfo,
  ) => Response | Promise<Response>,
): Promise<void> {
  if (options.port) {
    await Deno.serve(options as Deno.ServeTcpOptions, handler);
    return;
  }
  for (let port = FIRST_PORT;; port++) {
    try {
      await Deno.serve({ ...options, port } as Deno.ServeTcpOptions, handler);
      return;
    } catch (error) {
      const isTaken = error instanceof Deno.errors.AddrInUse;
      if (!isTaken || port === LAST_PORT) throw error;
    }
  }
}
