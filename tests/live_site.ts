/**
 * The built site with calls that are made up: a server of its own before it
 * writes the live stream, so that a thousand calls need no thousand browsers.
 *
 * @module
 */

import type {
  LiveCall,
  LiveMember,
  LiveSnapshot,
} from "@/lib/monitoring/overview/live_calls.ts";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import type { CallRecord } from "@/lib/monitoring/overview/call_record.ts";
import {
  DESK_OVERVIEW_PATH,
  type DeskOverview,
} from "@/lib/monitoring/overview/desk.ts";
import { LIVE_STREAM_PATH } from "@/lib/desk/live_stream.ts";
import { QUALITY_LEVELS } from "@/lib/protocol/call_stats.ts";
import { startServer } from "./server_process.ts";

/** How much goes on. */
export interface LiveSiteOptions {
  /** Calls under way. */
  callCount: number;
  /** Members of each. */
  memberCount: number;
  /** Calls that change in a second. */
  changesPerSecond: number;
  /** Settings of the server. */
  env?: Record<string, string>;
  /** Whether the server knows as many calls, for a page's first screen. */
  isFed?: boolean;
}

const COUNTRIES = ["VN", "SA", "EG", "US", "DE", "XX"];
const TELL_EVERY_MS = 100;

/** The site and the calls it is told of; dispose of it to stop it. */
export class LiveSite implements AsyncDisposable {
  /** The calls by their ids. */
  readonly calls = new Map<string, LiveCall>();
  /** Calls that can be asked for, by their ids. */
  readonly records = new Map<string, CallRecord>();
  /** Alerts that are open, about whatever. */
  readonly openAlerts: Alert[] = [];
  /** The first page's figures; `null`: those of the server itself. */
  overview: DeskOverview | null = null;
  /** Where the site is. */
  readonly baseUrl: string;
  readonly #listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();
  readonly #front: Deno.HttpServer<Deno.NetAddr>;
  readonly #server: Awaited<ReturnType<typeof startServer>>;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #options: LiveSiteOptions;
  #seed = 7;
  #next = 0;

  private constructor(
    server: Awaited<ReturnType<typeof startServer>>,
    options: LiveSiteOptions,
  ) {
    this.#server = server;
    this.#options = options;
    for (let i = 0; i < options.callCount; i++) this.#make(i);
    this.#front = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      (request) => this.#answer(request),
    );
    this.baseUrl = `http://127.0.0.1:${this.#front.addr.port}`;
    this.#timer = setInterval(() => this.#change(), TELL_EVERY_MS);
  }

  /** Starts both servers. */
  static async start(options: LiveSiteOptions): Promise<LiveSite> {
    const { env = {}, isFed = false, callCount, memberCount } = options;
    const feed = {
      FEED_CALLS: String(callCount),
      FEED_MEMBERS: String(memberCount),
      FEED_ONCE: "1",
    };
    const server = await startServer(
      isFed
        ? { env: { ...env, ...feed }, entry: "tests/fed_server.ts" }
        : { env },
    );
    return new LiveSite(server, options);
  }

  /** Tells all listeners of an event. */
  tell(event: string, data: unknown): void {
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    const bytes = new TextEncoder().encode(text);
    for (const listener of this.#listeners) listener.enqueue(bytes);
  }

  /** Changes a call and tells of it. */
  put(call: LiveCall): void {
    this.calls.set(call.pairId, call);
    this.tell("call", call);
  }

  /** Ends a call and tells of it. */
  end(pairId: string): void {
    this.calls.delete(pairId);
    this.tell("gone", { pairId });
  }

  /** Cuts every stream. */
  cut(): void {
    for (const listener of this.#listeners) listener.close();
    this.#listeners.clear();
  }

  /** Everything that is live now. */
  snapshot(): LiveSnapshot {
    return {
      at: Date.now(),
      counts: { waitingCount: 3, callCount: this.calls.size },
      calls: [...this.calls.values()],
      alerts: this.openAlerts,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.cut();
    await this.#front.shutdown();
    await this.#server[Symbol.asyncDispose]();
  }

  #answer(request: Request): Promise<Response> | Response {
    const { pathname, search } = new URL(request.url);
    if (pathname === LIVE_STREAM_PATH) return this.#stream();
    if (pathname === DESK_OVERVIEW_PATH && this.overview !== null) {
      return Response.json(this.overview);
    }
    const record = this.records.get(pathname.split("/").at(-1)!);
    if (pathname.startsWith("/api/monitoring/calls/") && record !== undefined) {
      return Response.json(record);
    }
    return fetch(this.#server.baseUrl + pathname + search, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: "manual",
    });
  }

  #stream(): Response {
    let listener: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        listener = controller;
        this.#listeners.add(controller);
        const data = JSON.stringify(this.snapshot());
        const text = `event: snapshot\ndata: ${data}\n\n`;
        controller.enqueue(new TextEncoder().encode(text));
      },
      cancel: () => void this.#listeners.delete(listener),
    });
    const headers = { "content-type": "text/event-stream" };
    return new Response(body, { headers });
  }

  #change(): void {
    const { changesPerSecond, callCount, memberCount } = this.#options;
    const count = Math.round(changesPerSecond * TELL_EVERY_MS / 1_000);
    for (let i = 0; i < count; i++) {
      const pairId = idOf(this.#next++ % callCount);
      const call = this.calls.get(pairId);
      if (call === undefined) continue;
      const changed = Math.floor(this.#random() * memberCount);
      const members = call.members.map((member, i) =>
        i === changed ? this.#member(i) : member
      );
      this.put({ ...call, members });
    }
    if (count === 0) {
      for (const one of this.#listeners) {
        one.enqueue(new TextEncoder().encode(":\n\n"));
      }
    }
  }

  #make(i: number): void {
    const members = Array.from(
      { length: this.#options.memberCount },
      (_, member) => this.#member(member),
    );
    const startedAt = Date.now() - Math.floor(this.#random() * 3_600_000);
    const call = { pairId: idOf(i), startedAt, members, alerts: [] };
    this.calls.set(call.pairId, call);
  }

  #member(i: number): LiveMember {
    const draw = () => this.#random();
    const quality = QUALITY_LEVELS[Math.floor(draw() ** 5 * 4)]!;
    const isRelayed = draw() < 0.15;
    return {
      id: String.fromCharCode(97 + i),
      country: COUNTRIES[Math.floor(draw() * COUNTRIES.length)]!,
      updatedAt: Date.now() - Math.floor(draw() * 9_000),
      stats: {
        connection: "connected",
        quality,
        rttMs: 20 + 300 * draw() ** 2,
        jitterMs: 20 * draw(),
        lossShare: 0.06 * draw() ** 3,
        upAudioBps: 32_000,
        upVideoBps: 1.2e6 * draw(),
        downAudioBps: 32_000,
        downVideoBps: 1.2e6 * draw(),
        downFps: 30,
        isRelayed,
        localCandidateType: isRelayed ? "relay" : "srflx",
        device: "desktop",
        browser: "Chrome 149",
      },
    };
  }

  /** Numbers that are the same in every run (Lehmer, 1951). */
  #random(): number {
    this.#seed = this.#seed * 48_271 % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  }
}

/** Id of a call that was made up. */
export function idOf(i: number): string {
  return `call${String(i).padStart(4, "0")}`;
}
