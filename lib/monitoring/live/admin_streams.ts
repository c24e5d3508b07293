/**
 * Event streams for admins: everything that is live, then what changes.
 *
 * What is to be told is made once for all of them.
 *
 * @module
 */

import type { Log } from "@/lib/log.ts";
import { AdminStream } from "./admin_stream.ts";
import type { LiveCall } from "@/lib/monitoring/overview/live_calls.ts";
import type { LiveNews } from "./live_calls.ts";
import type { LiveFollower } from "./live_follower.ts";

/** How often news is told, milliseconds. */
export const TELL_EVERY_MS = 100;

/** How often a stream shows that it lives, and that its admin still is one. */
const CHECK_EVERY_MS = 5_000;

/**
 * How long the reader goes on after the last stream, milliseconds: a page that
 * is loaded anew, or comes back after its line broke, finds it still there.
 * Longer than the longest wait before a page comes back, 15 s.
 */
export const LINGER_MS = 20_000;

const encoder = new TextEncoder();

/** What streams are made of. */
export interface AdminStreamsDeps {
  /** Begins to follow what is live. */
  startFollower(): Promise<
    Pick<LiveFollower, "calls" | "follow" | "stop">
  >;
  /** Tells the time, Unix milliseconds. */
  now(): number;
  /** Prints. */
  log: Log;
  /**
   * Calls back again and again.
   *
   * @returns Ends it.
   */
  every(intervalMs: number, callback: () => void): () => void;
}

/** All open streams of a process, and the one reader behind them. */
export class AdminStreams {
  readonly #deps: AdminStreamsDeps;
  readonly #open = new Set<AdminStream>();
  #follower: ReturnType<AdminStreamsDeps["startFollower"]> | null = null;
  #endTimers: (() => void) | null = null;
  /** When the last stream ended, Unix milliseconds; `null` while one is open. */
  #emptySince: number | null = null;
  #isTelling = false;

  /** Opens none yet. */
  constructor(deps: AdminStreamsDeps) {
    this.#deps = deps;
  }

  /** Streams that are open. */
  get count(): number {
    return this.#open.size;
  }

  /**
   * Opens a stream. Its first event is a snapshot.
   *
   * @param isStillIn Says whether its reader is an admin yet.
   */
  open(isStillIn: () => Promise<boolean>): ReadableStream<Uint8Array> {
    const stream = new AdminStream(isStillIn, () => {
      this.#open.delete(stream);
      if (this.#open.size === 0) this.#emptySince = this.#deps.now();
    });
    this.#open.add(stream);
    this.#emptySince = null;
    void this.#welcome(stream);
    return stream.body;
  }

  /**
   * Lists what is live, for a page as the server sends it. Where nobody looked
   * on, the reading begins: that page opens a stream next.
   *
   * @throws Whatever the store throws.
   */
  async list(): Promise<LiveCall[]> {
    if (this.#open.size === 0) this.#emptySince = this.#deps.now();
    const { calls } = await this.#followed();
    return calls.list();
  }

  /** Ends all streams and the reading; the browsers come back, elsewhere. */
  closeAll(): void {
    for (const stream of [...this.#open]) stream.end();
    this.#stop();
  }

  /** Tells all of them what is new. */
  async tell(): Promise<void> {
    if (this.#isTelling || this.#follower === null) return;
    this.#isTelling = true;
    try {
      const follower = await this.#follower;
      await follower.follow();
      this.#send(follower.calls.takeNews(this.#deps.now()));
    } catch {
      // It could not be started, which those who wait for it were told.
    } finally {
      this.#isTelling = false;
    }
  }

  /**
   * Shows all of them that they live, ends those of former admins, and the
   * reading once nobody has been there for {@linkcode LINGER_MS}.
   */
  async check(): Promise<void> {
    await Promise.all([...this.#open].map(async (stream) => {
      stream.heartbeat();
      try {
        if (!await stream.isStillIn()) stream.end();
      } catch (error) {
        // Nobody knows: asked again in a while.
        this.#deps.log.warn("admin's session not checked", { error });
      }
    }));
    if (this.#emptySince === null) return;
    if (this.#deps.now() - this.#emptySince >= LINGER_MS) this.#stop();
  }

  #startTimers(): () => void {
    const ends = [
      this.#deps.every(TELL_EVERY_MS, () => void this.tell()),
      this.#deps.every(CHECK_EVERY_MS, () => void this.check()),
    ];
    return () => ends.forEach((end) => end());
  }

  async #welcome(stream: AdminStream): Promise<void> {
    try {
      const { calls } = await this.#followed();
      // What is new goes to the others first; this one has it in the snapshot.
      this.#send(calls.takeNews(this.#deps.now()));
      const data = calls.snapshot(this.#deps.now());
      stream.welcome(eventText("snapshot", data));
    } catch (error) {
      this.#deps.log.warn("live calls cannot be shown", { error });
      stream.end();
    }
  }

  /** The one reader; the first to ask for it has it started. */
  async #followed(): Promise<Pick<LiveFollower, "calls">> {
    this.#endTimers ??= this.#startTimers();
    const starting = this.#follower ??= this.#deps.startFollower();
    try {
      return await starting;
    } catch (error) {
      // The next one tries again.
      if (this.#follower === starting) this.#follower = null;
      throw error;
    }
  }

  #send(news: LiveNews): void {
    if (news.size === 0) return;
    const texts = new Map<string, string>();
    for (const [about, { event, data }] of news) {
      texts.set(about, eventText(event, data));
    }
    const chunk = encoder.encode([...texts.values()].join(""));
    for (const stream of this.#open) stream.tell(texts, chunk);
  }

  #stop(): void {
    this.#endTimers?.();
    this.#endTimers = null;
    this.#emptySince = null;
    const follower = this.#follower;
    this.#follower = null;
    follower?.then((one) => one.stop(), () => {});
  }
}

function eventText(event: string, data: string): string {
  return `event: ${event}\ndata: ${data}\n\n`;
}
