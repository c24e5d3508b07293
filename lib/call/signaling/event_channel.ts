/**
 * The event stream as the page reads it: opened again whenever it ends, going
 * on after the last event, and given up for dead when it falls silent.
 *
 * Read by `fetch` and not by `EventSource`, which tells neither why it was
 * refused nor that keep-alives stopped coming.
 *
 * @module
 */

import { createParser, type EventSourceMessage } from "eventsource-parser";
import {
  EVENT_SCHEMAS,
  type EventName,
  type RtcEvent,
} from "@/lib/protocol/events.ts";
import { parseJson } from "@/lib/protocol/json.ts";
import { type BackoffBounds, backoffMs } from "@/lib/retry/backoff.ts";
import { sleep, type Timers } from "../timers.ts";

/**
 * Milliseconds of silence after which a stream is dead: two keep-alives of the
 * server's were missed.
 */
export const SILENCE_MS = 35_000;

/**
 * How long a channel waits before it opens its stream again: not long after a
 * cut, longer where streams are refused or never last.
 */
const REOPEN_WAITS: BackoffBounds = { firstMs: 400, longestMs: 30_000 };

/** Milliseconds a stream lasts, at least, for its end to count as a cut. */
const STEADY_MS = 5_000;

/** What a channel needs from outside. */
export interface EventChannelDeps {
  /** The page's `fetch`. */
  readonly fetch: typeof fetch;
  /** Makes sure that the identity cookie is there. */
  readonly identify: () => Promise<void>;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Source of jitter in [0, 1). */
  readonly random: () => number;
  /** Told when events begin to come. */
  readonly onUp: () => void;
  /** Told of each event. */
  readonly onEvent: (event: RtcEvent) => void;
  /** Told when no more events come for now. */
  readonly onDown: () => void;
}

/** A stream of events that is kept open until it is closed. */
export class EventChannel {
  readonly #deps: EventChannelDeps;
  readonly #end = new AbortController();
  #lastId = "";
  #isUp = false;

  /** Opens the stream. */
  constructor(deps: EventChannelDeps) {
    this.#deps = deps;
    void this.#keepOpen();
  }

  /** Closes it for good; nothing is told any more. */
  close(): void {
    this.#end.abort();
  }

  async #keepOpen(): Promise<void> {
    const { timers, random } = this.#deps;
    const { signal } = this.#end;
    let failures = 0;
    while (!signal.aborted) {
      const openedAtMs = timers.nowMs();
      const wasUp = await this.#readToEnd();
      if (signal.aborted) return;
      const wasSteady = wasUp && timers.nowMs() - openedAtMs >= STEADY_MS;
      failures = wasSteady ? 1 : failures + 1;
      const delayMs = backoffMs(failures, random, REOPEN_WAITS);
      // It fails only when it is aborted, which is looked at next.
      await sleep(timers, delayMs, signal).catch(() => {});
    }
  }

  /**
   * Opens the stream once and reads it until it ends, however it does.
   *
   * @returns Whether anything came.
   */
  async #readToEnd(): Promise<boolean> {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    this.#end.signal.addEventListener("abort", abort, { once: true });
    this.#isUp = false;
    try {
      const body = await this.#request(attempt);
      if (body !== null) await this.#read(body, attempt);
    } catch {
      // A stream that breaks is one that ends: it is opened again.
    } finally {
      attempt.abort();
      this.#end.signal.removeEventListener("abort", abort);
    }
    if (this.#isUp && !this.#end.signal.aborted) this.#deps.onDown();
    return this.#isUp;
  }

  async #request(
    attempt: AbortController,
  ): Promise<ReadableStream<Uint8Array> | null> {
    const { fetch, identify } = this.#deps;
    const cancel = this.#abortIn(attempt);
    const response = await fetch("/api/rtc/events", {
      headers: {
        accept: "text/event-stream",
        ...(this.#lastId !== "" && { "last-event-id": this.#lastId }),
      },
      cache: "no-store",
      signal: attempt.signal,
    }).finally(cancel);
    if (response.ok) return response.body;
    await response.body?.cancel();
    if (response.status === 403) await identify();
    return null;
  }

  async #read(
    body: ReadableStream<Uint8Array>,
    attempt: AbortController,
  ): Promise<void> {
    const parser = createParser({
      onEvent: (message) => this.#take(message),
    });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    while (true) {
      const cancel = this.#abortIn(attempt);
      const { done, value } = await reader.read().finally(cancel);
      if (done || this.#end.signal.aborted) return;
      // Not before something came: a proxy may hold all of it back.
      if (!this.#isUp) this.#deps.onUp();
      this.#isUp = true;
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }

  /** Gives an attempt up unless something comes in time. */
  #abortIn(attempt: AbortController): () => void {
    return this.#deps.timers.after(SILENCE_MS, () => attempt.abort());
  }

  #take({ event, data, id }: EventSourceMessage): void {
    if (id !== undefined) this.#lastId = id;
    const schema = EVENT_SCHEMAS[event as EventName];
    // A newer server may tell of things that this page does not know.
    if (schema === undefined) return;
    const parsed = schema.safeParse(parseJson(data));
    if (!parsed.success) return;
    this.#deps.onEvent({ name: event, data: parsed.data } as RtcEvent);
  }
}
