/**
 * The live stream as the desk reads it: opened again whenever it ends, with
 * longer and longer waits, and given up for dead when it falls silent.
 *
 * Read by `fetch` and not by `EventSource`, which tells neither why it was
 * refused nor that the comment lines of a quiet site still come.
 *
 * @module
 */

import { createParser } from "eventsource-parser";
import { sleep, type Timers } from "@/lib/call/timers.ts";
import { type BackoffBounds, backoffMs } from "@/lib/retry/backoff.ts";
import { type LiveNews, readNews } from "./live_news.ts";

/** Path of the stream. */
export const LIVE_STREAM_PATH = "/api/monitoring/stream";

/** Milliseconds without a line after which figures are called stale. */
export const STALE_MS = 12_000;

/** Milliseconds without a line after which the stream is opened anew. */
export const SILENCE_MS = 25_000;

/** Milliseconds for which news is gathered before it is told. */
export const GATHER_MS = 250;

const REOPEN_WAITS: BackoffBounds = { firstMs: 500, longestMs: 15_000 };

/** How the stream is doing. */
export type StreamPhase =
  /** It is being opened for the first time. */
  | "connecting"
  /** News or comment lines come. */
  | "open"
  /** It was open, and is being opened again. */
  | "reconnecting"
  /** Whoever reads is no admin any more; it is not tried again. */
  | "refused";

/** What the stream needs from outside. */
export interface LiveStreamDeps {
  /** The page's `fetch`. */
  readonly fetch: typeof fetch;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Source of jitter in [0, 1). */
  readonly random: () => number;
  /** Told how the stream is doing, when that changes. */
  readonly onPhase: (phase: StreamPhase) => void;
  /** Told of every line, comment lines too. */
  readonly onHeard: () => void;
  /** Told of news, oldest first, at most four times a second. */
  readonly onNews: (news: readonly LiveNews[]) => void;
  /** Told of an event that is not as agreed. */
  readonly onUnreadable: (name: string) => void;
}

/** A stream that is kept open until it is closed. */
export class LiveStream {
  readonly #deps: LiveStreamDeps;
  readonly #end = new AbortController();
  #phase: StreamPhase = "connecting";
  #gathered: LiveNews[] = [];
  #cancelTelling: (() => void) | null = null;

  /** Opens the stream. */
  constructor(deps: LiveStreamDeps) {
    this.#deps = deps;
    void this.#keepOpen();
  }

  /** Closes it for good; nothing is told any more. */
  close(): void {
    this.#end.abort();
    this.#cancelTelling?.();
  }

  async #keepOpen(): Promise<void> {
    const { timers, random } = this.#deps;
    const { signal } = this.#end;
    let failures = 0;
    while (true) {
      const hasHeard = await this.#readOnce();
      if (signal.aborted || this.#phase === "refused") return;
      this.#enter("reconnecting");
      failures = hasHeard ? 1 : failures + 1;
      const delayMs = backoffMs(failures, random, REOPEN_WAITS);
      // It fails only when it is aborted, which is looked at next.
      await sleep(timers, delayMs, signal).catch(() => {});
      if (signal.aborted) return;
    }
  }

  /** Reads the stream until it ends; says whether anything came. */
  async #readOnce(): Promise<boolean> {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    this.#end.signal.addEventListener("abort", abort, { once: true });
    let hasHeard = false;
    try {
      const body = await this.#request(attempt);
      if (body !== null) {
        await this.#read(body, attempt, () => hasHeard = true);
      }
    } catch {
      // A stream that breaks is one that ends: it is opened again.
    } finally {
      attempt.abort();
      this.#end.signal.removeEventListener("abort", abort);
    }
    return hasHeard;
  }

  async #request(
    attempt: AbortController,
  ): Promise<ReadableStream<Uint8Array> | null> {
    const cancel = this.#abortIn(attempt);
    const response = await this.#deps.fetch(LIVE_STREAM_PATH, {
      headers: { accept: "text/event-stream" },
      cache: "no-store",
      signal: attempt.signal,
    }).finally(cancel);
    if (response.ok) return response.body;
    await response.body?.cancel();
    if (response.status === 401) this.#enter("refused");
    return null;
  }

  async #read(
    body: ReadableStream<Uint8Array>,
    attempt: AbortController,
    onHeard: () => void,
  ): Promise<void> {
    const parser = createParser({
      onEvent: ({ event = "", data }) => this.#take(event, data),
    });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    while (true) {
      const cancel = this.#abortIn(attempt);
      const { done, value } = await reader.read().finally(cancel);
      if (done || this.#end.signal.aborted) return;
      onHeard();
      this.#enter("open");
      this.#deps.onHeard();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }

  #abortIn(attempt: AbortController): () => void {
    return this.#deps.timers.after(SILENCE_MS, () => attempt.abort());
  }

  #take(name: string, data: string): void {
    const news = readNews(name, data);
    if (news === null) return this.#deps.onUnreadable(name);
    this.#gathered.push(news);
    // The first snapshot is what the page waits for.
    if (news.name === "snapshot") return this.#tell();
    this.#cancelTelling ??= this.#deps.timers
      .after(GATHER_MS, () => this.#tell());
  }

  #tell(): void {
    this.#cancelTelling?.();
    this.#cancelTelling = null;
    const news = this.#gathered;
    this.#gathered = [];
    this.#deps.onNews(news);
  }

  #enter(phase: StreamPhase): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#deps.onPhase(phase);
  }
}

/**
 * Says how fresh the figures of a stream are, for `Freshness`.
 *
 * @param phase How the stream is doing.
 * @param ageMs Age of the last line, milliseconds; `null` before the first.
 */
export function livenessOf(
  phase: StreamPhase,
  ageMs: number | null,
): "live" | "connecting" | "reconnecting" | "stale" | "failed" {
  if (phase === "refused") return "failed";
  if (phase !== "open") return phase;
  return ageMs !== null && ageMs > STALE_MS ? "stale" : "live";
}
