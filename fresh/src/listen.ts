/**
 * Starts the HTTP server.
 *
 * @module
 */
import type { ListenOptions } from "./types.ts";

type Handler = (
  req: Request,
  info: Deno.ServeHandlerInfo,
) => Promise<Response>;

const FIRST_PORT = 8000;
const LAST_PORT = 8019;

/** Serves until the server ends, and prints where. */
export async function listen(
  handler: Handler,
  options: ListenOptions,
  basePath: string,
): Promise<void> {
  const { remoteAddress, ...rest } = options;
  const onListen = rest.onListen ?? (({ hostname, port }) => {
    const protocol = rest.key !== undefined ? "https" : "http";
    const isAny = hostname === "0.0.0.0" || hostname === "::";
    const host = remoteAddress ?? (isAny ? "localhost" : hostname);
    const name = host.includes(":") ? `[${host}]` : host;
    // deno-lint-ignore no-console
    console.log(`Listening on ${protocol}://${name}:${port}${basePath}/`);
  });
  const serve = (port: number) =>
    Deno.serve({ ...rest, port, onListen } as Deno.ServeTcpOptions, handler);
  const server = rest.port !== undefined
    ? serve(rest.port)
    : serveOnFreePort(serve);
  await server.finished;
}

function serveOnFreePort(
  serve: (port: number) => Deno.HttpServer,
): Deno.HttpServer {
  for (let port = FIRST_PORT;; port++) {
    try {
      return serve(port);
    } catch (error) {
      const isTaken = error instanceof Deno.errors.AddrInUse;
      if (!isTaken || port >= LAST_PORT) throw error;
    }
  }
}
