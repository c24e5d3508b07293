/**
 * The process that serves a built site on a machine of one's own.
 *
 * @module
 */

import { announce } from "./banner.ts";
import type { Config } from "./config.ts";
import type { Log } from "@/lib/log.ts";
import { startOrExplain, toListenError } from "./startup_errors.ts";

/** What this needs of `_fresh/server.js`. */
interface BuiltServer {
  default: { fetch: Deno.ServeHandler };
}

/** How long requests under way may take once the process is told to stop. */
const DRAIN_MS = 3_000;

async function serve(): Promise<void> {
  const built = new URL("../../_fresh/server.js", import.meta.url).href;
  const { services } = await import("@/main.ts");
  const { default: app } = await import(built) as BuiltServer;
  const { config, log } = services;
  // Before anybody is told that the site is up: they may stop it at once.
  const stopSignal = nextStopSignal();
  const server = listen(app.fetch, config, log);

  log.info("stopping", { signal: await stopSignal });
  const timeout = new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
  await Promise.race([server.shutdown(), timeout]);
  await services.httpMonitoring.stop();
  services.store.close();
  Deno.exit(0);
}

function listen(
  handler: Deno.ServeHandler,
  config: Config,
  log: Log,
): Deno.HttpServer {
  try {
    return Deno.serve({
      port: config.port,
      hostname: config.host,
      onListen: ({ port }) => announce(config, port),
      onError(error) {
        log.error("request failed outside the app", { error });
        return Response.json({ error: "internal" }, { status: 500 });
      },
    }, handler);
  } catch (error) {
    throw toListenError(error, config);
  }
}

/** Waits for the first signal to stop; a second one stops at once. */
function nextStopSignal(): Promise<Deno.Signal> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      let isSecond = false;
      Deno.addSignalListener(signal, () => {
        if (isSecond) Deno.exit(1);
        isSecond = true;
        resolve(signal);
      });
    }
  });
}

await startOrExplain(serve);
