/**
 * Event streams for admins: everything that is live, then what changes.
 *
 * What is to be told is made once for all of them. Who does not take it at
 * once gets the latest of each thing later, never what it was in between, so
 * nothing grows by waiting.
 *
 * @module
 */

import type { Log } from "@/lib/log.ts";
import type { LiveCall } from "@/lib/monitoring/overview/live_calls.ts";
import { TextStream } from "@/lib/signaling/text_stream.ts";
import type { LiveNews } from "./live_calls.ts";
import type { LiveFollower } from "./live_follower.ts";

/** How often news is told, milliseconds. */
export const TELL_EVERY_MS = 100;

/** How often a stream shows that it lives, and that its admin still is one. */
const CHECK_EVERY_MS = 5_000;

/** Said when nothing else is, so that nobody takes a silence for the end. */
const HEARTBEAT = ": alive\n\n";

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
      if (this.#open.size === 0) this.#stop();
    });
    this.#open.add(stream);
    this.#endTimers ??= this.#startTimers();
    void this.#welcome(stream);
    return stream.body;
  }

  /**
   * What is live, for a page as the server sends it; `null` while nobody looks
   * on, and so nobody follows.
   */
  async peek(): Promise<LiveCall[] | null> {
    const follower = await this.#follower;
    return follower?.calls.list() ?? null;
  }

  /** Ends all streams; the browsers come back, to another instance. */
  closeAll(): void {
    for (const stream of [...this.#open]) stream.end();
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

  /** Shows all of them that they live, and ends those of former admins. */
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
      this.#follower ??= this.#deps.startFollower();
      const { calls } = await this.#follower;
      // What is new goes to the others first; this one has it in the snapshot.
      this.#send(calls.takeNews(this.#deps.now()));
      const data = calls.snapshot(this.#deps.now());
      stream.welcome(eventText("snapshot", data));
    } catch (error) {
      this.#follower = null;
      this.#deps.log.warn("live calls cannot be shown", { error });
      stream.end();
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
    const follower = this.#follower;
    this.#follower = null;
    follower?.then((one) => one.stop(), () => {});
  }
}

function eventText(event: string, data: string): string {
  return `event: ${event}\ndata: ${data}\n\n`;
}

/** One open stream. */
class AdminStream {
  /** Says whether its reader is an admin yet. */
  readonly isStillIn: () => Promise<boolean>;
  /** What the reader has not taken, by what it is about. */
  readonly #behind = new Map<string, string>();
  readonly #stream: TextStream;
  #isWelcome = false;

  constructor(isStillIn: () => Promise<boolean>, onEnd: () => void) {
    this.isStillIn = isStillIn;
    this.#stream = new TextStream(HEARTBEAT, {
      onRoom: () => this.#catchUp(),
      onEnd: () => {
        this.#behind.clear();
        onEnd();
      },
    });
  }

  /** What the browser reads. */
  get body(): ReadableStream<Uint8Array> {
    return this.#stream.body;
  }

  /** Tells everything; before that nothing is told. */
  welcome(snapshot: string): void {
    this.#isWelcome = true;
    this.#stream.write(snapshot);
  }

  /** Tells news now, or the latest of it once the reader has room. */
  tell(texts: ReadonlyMap<string, string>, chunk: Uint8Array): void {
    if (!this.#isWelcome || this.#stream.isOver) return;
    if (this.#behind.size === 0 && this.#stream.hasRoom) {
      this.#stream.write(chunk);
      return;
    }
    for (const [about, text] of texts) this.#behind.set(about, text);
  }

  /** Shows that the stream lives, unless the reader is behind anyway. */
  heartbeat(): void {
    if (this.#stream.hasRoom) this.#stream.write(HEARTBEAT);
  }

  /** Ends the stream from our side. */
  end(): void {
    this.#stream.end();
  }

  #catchUp(): void {
    if (this.#behind.size === 0) return;
    const text = [...this.#behind.values()].join("");
    this.#behind.clear();
    this.#stream.write(text);
  }
}
