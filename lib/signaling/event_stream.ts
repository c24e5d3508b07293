/**
 * Event streams: tell every visitor at once what their inbox holds.
 *
 * A stream remembers how far it has told, goes on when the visitor's bell rings,
 * and waits while the browser does not take what is there. What the bell tells
 * is passed on without being read; it is read where a stream begins or falls
 * behind, and where others write to the store as well. So it holds no state that
 * another instance could not make up from the inbox and the id of the last
 * event.
 *
 * @module
 */

import type { Appended } from "@/lib/kv/bells.ts";
import type { Log } from "@/lib/log.ts";
import {
  eventsBytes,
  KEEP_ALIVE_TEXT,
  readyText,
  type ToldEvent,
} from "./event_text.ts";
import { eventOf, type EventSources } from "./events.ts";
import { FIRST_ID, type Inboxes } from "./inbox.ts";
import { type News, newsOf, type NewsSources, readNews } from "./news.ts";
import { TextStream } from "./text_stream.ts";

/** How often a silent stream says that it is there, milliseconds. */
const KEEP_ALIVE_MS = 15_000;

/** Streams of one visitor: a tab, one that is being closed, and one to spare. */
const MAX_STREAMS_EACH = 3;

/**
 * What one stream keeps of what its bell told, while the browser does not take
 * it. More is not kept, and read later.
 */
const MAX_HEARD = 20;

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
  /** Whether there may be more than was heard, which has to be read. */
  #mustRead = true;
  /** What the bell told, without a gap unless there is something to read. */
  #heard: News[] = [];
  #isTelling = false;

  constructor(
    deps: EventStreamDeps,
    { anonId, lastId }: { anonId: string; lastId: string | null },
    onEnd: () => void,
  ) {
    this.#deps = deps;
    this.#anonId = anonId;
    this.#lastId = lastId;
    const stopListening = deps.inboxes.listen(
      anonId,
      (appended) => this.#hear(appended),
    );
    this.#stream = new TextStream(KEEP_ALIVE_TEXT, {
      onRoom: () => this.#tellOn(),
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

  /** Takes note of what the bell rings for. */
  #hear(appended: Appended | null): void {
    const isKnown = appended !== null && this.#heard.length < MAX_HEARD;
    if (isKnown) this.#heard.push(newsOf(appended));
    else this.#mustRead = true;
    this.#tellOn();
  }

  /** Tells what is new while the browser takes it; one telling at a time. */
  #tellOn(): void {
    if (this.#isTelling || !this.#canTell) return;
    this.#isTelling = true;
    // What one commit brings is told together: its bells all ring in this turn.
    queueMicrotask(() => void this.#tellAll());
  }

  get #canTell(): boolean {
    const hasNews = this.#mustRead || this.#heard.length > 0;
    return hasNews && this.#stream.hasRoom;
  }

  async #tellAll(): Promise<void> {
    try {
      while (this.#canTell) {
        await this.#tell(
          this.#mustRead ? await this.#unread() : this.#takeHeard(),
        );
      }
    } catch (error) {
      // The browser comes back with the last id it has, so nothing is lost.
      this.#deps.log.warn("event stream ended early", { error });
      this.end();
    } finally {
      this.#isTelling = false;
    }
  }

  /** Tells all of it in one piece. */
  async #tell(news: readonly News[]): Promise<void> {
    const told: ToldEvent[] = [];
    for (const one of news) {
      const event = await eventOf(one, this.#deps);
      if (event !== null) told.push({ event, id: one.id });
    }
    if (told.length > 0) this.#stream.write(eventsBytes(told));
    this.#lastId = news.at(-1)?.id ?? this.#lastId;
  }

  #takeHeard(): News[] {
    // What came before a reading was read, and what came meanwhile may have been.
    const heard = this.#heard.filter(({ id }) => id > this.#lastId!);
    this.#heard = [];
    return heard;
  }

  async #unread(): Promise<readonly News[]> {
    this.#mustRead = false;
    const after = this.#lastId ?? FIRST_ID;
    const { news, pairId, isAll } = await readNews(
      this.#deps,
      this.#anonId,
      after,
    );
    if (!isAll) this.#mustRead = true;
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
