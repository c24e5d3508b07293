/**
 * The process that serves a built site on a machine of one's own.
 *
 * @module
 */

import { printBanner } from "./banner.ts";
import type { Services } from "./services.ts";
import { BrokenOff } from "@/lib/http/break_off.ts";
import { withOwnPath } from "@/lib/http/host.ts";
import { readDescriptorUse } from "./listening/descriptors.ts";
import { CHECK_EVERY_MS, Listener } from "./listening/listener.ts";
import { Sender } from "./listening/sender.ts";
import { startOrExplain, toListenError } from "./startup_errors.ts";

/** What this needs of `_fresh/server.js`. */
interface BuiltServer {
  default: { fetch: Deno.ServeHandler };
}

/**
 * Connections that may wait to be taken. After a restart everybody comes at
 * once, and whoever finds the queue full waits a second or more to knock again.
 * Linux takes no more than this unless told otherwise (`somaxconn`).
 */
const MAX_WAITING_CONNECTIONS = 4_096;

/** How long requests under way may take once the process is told to stop. */
const DRAIN_MS = 3_000;

async function serve(): Promise<void> {
  const { services } = await import("@/main.ts");
  // @ts-ignore: The build makes it, so there may be none when types are checked
  const { default: app } = await import("@/_fresh/server.js") as BuiltServer;
  const { log } = services;
  flushBeforeDying(services);
  // Before the site is announced: a script may stop it as soon as it is up.
  const stopSignal = nextStopSignal();
  const listener = await listen(app.fetch, services);
  const checks = setInterval(() => void listener.check(), CHECK_EVERY_MS);

  log.info("stopping", { signal: await stopSignal });
  clearInterval(checks);
  // They would keep the server from coming to an end.
  services.eventStreams.closeAll();
  services.adminStreams.closeAll();
  const timeout = new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
  await Promise.race([listener.stop(), timeout]);
  await Promise.all([
    services.httpMonitoring.stop(),
    services.statsIntake.stop(),
  ]);
  services.store.close();
  Deno.exit(0);
}

async function listen(
  handler: Deno.ServeHandler,
  { config, log, httpMonitoring }: Services,
): Promise<Listener> {
  let { port } = config;
  let isAnnounced = false;
  const listener: Listener = await Listener.start({
    log,
    descriptors: readDescriptorUse,
    requestsUnderWay: () => httpMonitoring.recorder.activeCount,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    listen: () =>
      Deno.serve({
        port,
        hostname: config.host,
        tcpBacklog: MAX_WAITING_CONNECTIONS,
        onListen(address) {
          // A free port that was taken is kept when the server is renewed.
          port = address.port;
          if (!isAnnounced) printBanner(config, port);
          isAnnounced = true;
        },
        onError(error) {
          if (error instanceof BrokenOff) return new Response(null);
          log.error("request failed outside the app", { error });
          return Response.json({ error: "internal" }, { status: 500 });
        },
      }, (req, info) => {
        const sender = new Sender(info);
        listener.noteRequest(sender.remoteAddr.port);
        return handler(withOwnPath(req), sender);
      }),
  }).catch((error) => {
    throw toListenError(error, config);
  });
  return listener;
}

/** An error that nobody caught ends the process, but not its metrics. */
function flushBeforeDying(
  { log, httpMonitoring, statsIntake }: Services,
): void {
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.error("stopping: nobody caught an error", { error: event.reason });
    void Promise.all([httpMonitoring.stop(), statsIntake.stop()])
      .finally(() => Deno.exit(1));
  });
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
