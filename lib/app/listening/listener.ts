/**
 * Keeps a server listening, whatever becomes of its connections.
 *
 * `Deno.serve()` has no time limits for connections and stops for good when
 * the process runs out of descriptors. What it does offer costs a request
 * nothing: `shutdown()` closes at once every connection that has no request
 * under way (idle ones, half-sent headers, half-sent bodies) and lets
 * requests and streams go on. So the server is renewed, which means that it is
 * shut down and another one takes over the port: after it stopped by itself,
 * and when too many connections just hang.
 *
 * @module
 */

import type { Log } from "@/lib/log.ts";
import type { DescriptorUse } from "./descriptors.ts";

/** The part of `Deno.HttpServer` that is used. */
export interface ListeningServer {
  /** Settles when the server stops accepting. */
  readonly finished: Promise<void>;
  /** Stops accepting, and ends once the requests under way have. */
  shutdown(): Promise<void>;
}

/** What a listener works with. */
export interface ListenerDeps {
  /** Opens the port; throws `Deno.errors.AddrInUse` while it is taken. */
  listen: () => ListeningServer;
  /** Tells how many descriptors are open; `null` when nobody knows. */
  descriptors: () => Promise<DescriptorUse | null>;
  /** Tells how many requests are under way. */
  requestsUnderWay: () => number;
  /** Waits, milliseconds. */
  pause: (ms: number) => Promise<void>;
  /** Prints. */
  log: Log;
}

/** Time between two looks at the connections, milliseconds. */
export const CHECK_EVERY_MS = 10_000;

/** Connections that may hang without a request; browsers keep some open. */
export const MAX_IDLE_CONNECTIONS = 100;

const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 1_000;

/** One server after the other on one port. */
export class Listener {
  readonly #deps: ListenerDeps;
  #server: ListeningServer;
  /** Descriptors that were open before anybody connected. */
  #ownDescriptors = 0;
  /** Remote ports of the connections that sent a request, by interval. */
  #used = new Set<number>();
  #usedBefore = new Set<number>();
  #isStopping = false;
  #renewal: Promise<void> | undefined;

  private constructor(deps: ListenerDeps) {
    this.#deps = deps;
    this.#server = this.#open();
  }

  /**
   * Starts to listen.
   *
   * @throws What `listen` throws: the first time there is nothing to wait for.
   */
  static async start(deps: ListenerDeps): Promise<Listener> {
    const use = await deps.descriptors();
    const listener = new Listener(deps);
    listener.#ownDescriptors = use?.open ?? 0;
    return listener;
  }

  /** Takes note that a connection just sent a request. */
  noteRequest(remotePort: number): void {
    this.#used.add(remotePort);
  }

  /**
   * Renews the server when too many connections have sent no request for an
   * interval. To be called every {@link CHECK_EVERY_MS}, so that whoever sends
   * nothing, in a crowd of such, is cut after twice that at the latest.
   */
  async check(): Promise<void> {
    const active = this.#used.union(this.#usedBefore).size;
    this.#usedBefore = this.#used;
    this.#used = new Set();
    const use = await this.#deps.descriptors();
    if (use === null || this.#isStopping) return;
    const connections = use.open - this.#ownDescriptors;
    const idle = connections - active - this.#deps.requestsUnderWay();
    if (idle <= MAX_IDLE_CONNECTIONS) return;
    this.#deps.log.warn("cutting idle connections", {
      connections,
      idle,
      descriptorLimit: use.limit,
    });
    await this.renew();
  }

  /** Closes what is idle and listens anew; at once for everybody who asks. */
  async renew(): Promise<void> {
    this.#renewal ??= this.#takeOver().finally(() => {
      this.#renewal = undefined;
    });
    await this.#renewal;
  }

  /** Stops for good, and ends once the requests under way have. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#renewal;
    await this.#server.shutdown();
  }

  #open(): ListeningServer {
    const server = this.#deps.listen();
    server.finished.catch(async (error) => {
      this.#deps.log.error("listening stopped, starting again", { error });
      await this.renew();
    });
    return server;
  }

  async #takeOver(): Promise<void> {
    const { log, pause } = this.#deps;
    // Its end is waited for by nobody: streams may go on for hours.
    this.#server.shutdown().catch((error) =>
      log.debug("the former server did not end in order", { error })
    );
    for (let pauseMs = FIRST_PAUSE_MS; !this.#isStopping;) {
      await pause(pauseMs);
      try {
        this.#server = this.#open();
        return log.info("listening again");
      } catch (error) {
        if (pauseMs >= LONGEST_PAUSE_MS) {
          log.error("cannot listen, trying again", { error });
        }
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }
}
