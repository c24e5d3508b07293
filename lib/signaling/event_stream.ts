/**
 * Event streams: tell every visitor at once what their inbox holds.
 *
 * A stream remembers how far it has told, reads on when the visitor's bell
 * rings, and waits while the browser does not take what is there. It holds no
 * state that another instance could not make up from the inbox and the id of
 * the last event.
 *
 * @module
 */

import type { Log } from "@/lib/log.ts";
import { eventBytes, KEEP_ALIVE_TEXT, readyText } from "./event_text.ts";
import { eventOf, type EventSources } from "./events.ts";
import { FIRST_ID, type Inboxes } from "./inbox.ts";
import { type News, type NewsSources, readNews } from "./news.ts";
import { TextStream } from "./text_stream.ts";

/** How often a silent stream says that it is there, milliseconds. */
export const KEEP_ALIVE_MS = 15_000;

/** Streams of one visitor: a tab, one that is being closed, and one to spare. */
export const MAX_STREAMS_EACH = 3;

/** What streams are made of. */
export interface EventStreamDeps extends EventSources, NewsSources {
  /** Where they read and listen. */
  inboxes: Pick<Inboxes, "read" | "listen">;
  /** Prints. */
  log: Log;
  /**
   * Calls back again and again.
   *
   * @returns Ends it.
   */
  every(intervalMs: number, callback: () => void): () => void;
}

/** All open streams of a process. */
export class EventStreams {
  readonly #deps: EventStreamDeps;
  readonly #open = new Map<string, Set<EventStream>>();
  #count = 0;
  #endKeepAlive: (() => void) | null = null;

  /** Opens none yet. */
  constructor(deps: EventStreamDeps) {
    this.#deps = deps;
  }

  /** Streams that are open. */
  get count(): number {
    return this.#count;
  }

  /** Visitors who have one open; of others nothing is kept. */
  get visitorCount(): number {
    return this.#open.size;
  }

  /**
   * Opens a stream. The oldest one of a visitor who has too many is closed.
   *
   * @param lastId Id of the last event the browser got; `null` when it had
   * none: then it is told all of the call it is in.
   * @param onEnd Called once it is over, from whichever side.
   */
  open(
    anonId: string,
    lastId: string | null,
    onEnd: () => void = () => {},
  ): ReadableStream<Uint8Array> {
    const own = this.#open.get(anonId) ?? new Set();
    if (own.size >= MAX_STREAMS_EACH) own.values().next().value!.end();
    const stream = new EventStream(this.#deps, { anonId, lastId }, () => {
      own.delete(stream);
      if (own.size === 0) this.#open.delete(anonId);
      this.#count--;
      onEnd();
      if (this.#count === 0) this.#stopKeepAlive();
    });
    own.add(stream);
    this.#open.set(anonId, own);
    this.#count++;
    this.#endKeepAlive ??= this.#deps.every(KEEP_ALIVE_MS, () => {
      for (const streams of this.#open.values()) {
        for (const each of streams) each.keepAlive();
      }
    });
    return stream.body;
  }

  /** Ends the streams of a visitor who leaves. */
  close(anonId: string): void {
    for (const stream of [...this.#open.get(anonId) ?? []]) stream.end();
  }

  /** Ends all streams; the browsers come back, to another instance. */
  closeAll(): void {
    for (const anonId of [...this.#open.keys()]) this.close(anonId);
  }

  #stopKeepAlive(): void {
    this.#endKeepAlive?.();
    this.#endKeepAlive = null;
  }
}

/** One open stream. */
class EventStream {
  readonly #deps: EventStreamDeps;
  readonly #anonId: string;
  readonly #stream: TextStream;
  /** Id of the last entry that was told; `null` before the first reading. */
  #lastId: string | null;
  #hasNews = true;
  #isReading = false;

  constructor(
    deps: EventStreamDeps,
    { anonId, lastId }: { anonId: string; lastId: string | null },
    onEnd: () => void,
  ) {
    this.#deps = deps;
    this.#anonId = anonId;
    this.#lastId = lastId;
    const stopListening = deps.inboxes.listen(anonId, () => {
      this.#hasNews = true;
      this.#readOn();
    });
    this.#stream = new TextStream(KEEP_ALIVE_TEXT, {
      onRoom: () => this.#readOn(),
      onEnd() {
        stopListening();
        onEnd();
      },
    });
  }

  /** What the browser reads. */
  get body(): ReadableStream<Uint8Array> {
    return this.#stream.body;
  }

  /** Says that the stream is there, unless the browser is behind anyway. */
  keepAlive(): void {
    if (this.#stream.hasRoom) this.#stream.write(KEEP_ALIVE_TEXT);
  }

  /** Ends the stream from our side. */
  end(): void {
    this.#stream.end();
  }

  /** Tells what is new while the browser takes it; one reading at a time. */
  #readOn(): void {
    if (this.#isReading || !this.#hasNews || !this.#stream.hasRoom) return;
    this.#isReading = true;
    void this.#readAll();
  }

  async #readAll(): Promise<void> {
    try {
      while (this.#hasNews && this.#stream.hasRoom) {
        this.#hasNews = false;
        await this.#tellNews();
      }
    } catch (error) {
      // The browser comes back with the last id it has, so nothing is lost.
      this.#deps.log.warn("event stream ended early", { error });
      this.end();
    } finally {
      this.#isReading = false;
    }
  }

  async #tellNews(): Promise<void> {
    for (const news of await this.#unread()) {
      if (this.#stream.isOver) return;
      const event = await eventOf(news, this.#deps);
      if (event !== null) this.#stream.write(eventBytes(event, news.id));
      this.#lastId = news.id;
    }
  }

  async #unread(): Promise<readonly News[]> {
    const after = this.#lastId ?? FIRST_ID;
    const { news, pairId, isAll } = await readNews(
      this.#deps,
      this.#anonId,
      after,
    );
    if (!isAll) this.#hasNews = true;
    if (this.#lastId !== null) return news;
    // Not what happened in earlier calls: the page knows nothing of them.
    const current = news.filter((one) => pairIdOf(one) === pairId);
    const position = news.at(-1)?.id ?? FIRST_ID;
    this.#lastId = position;
    if (current.length === 0) this.#stream.write(readyText(position));
    return current;
  }
}

function pairIdOf(news: News): string {
  return "candidates" in news ? news.pairId : news.entry.pairId;
}
