/**
 * Takes stats emissions in, and moves what they change into the store.
 *
 * An emission touches memory only; once a second whatever changed is written
 * in few commits, as with the metrics of requests. So of what a member said
 * the store lacks a second at most, and a page whose last word was lost is
 * asked for everything by whoever hears the next one.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import type { ReceivedEmission } from "@/lib/protocol/call_stats.ts";
import { MemberBook, type MemberEntry } from "./member_book.ts";
import { hasGap, receive, type Reception } from "./member_state.ts";
import { writeMembers } from "./member_writer.ts";
import { plausible } from "./plausible.ts";

/** Time between flushes. */
export const FLUSH_EVERY_MS = 1_000;

/** What the intake needs. */
export interface StatsIntakeDeps {
  /** Where members are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Prints. */
  log: Log;
  /** Name of this process, unlike that of any other, earlier ones included. */
  instanceId: string;
}

/** Who says something. */
export interface Sender {
  /** The call. */
  pairId: string;
  /** Which member of it. */
  side: string;
  /** When the call began, Unix milliseconds. */
  startedAt: number;
  /** Country the member gave; `XX` is unknown. */
  country: string;
}

/** Counts since the start of the process. */
export interface StatsCounts extends Readonly<Record<Reception, number>> {
  /** Answers that asked for the full state. */
  readonly resyncs: number;
  /** Fields that were unknown or out of range. */
  readonly droppedFields: number;
}

/** Hears of every change of a member, as soon as it is known here. */
export type OnNews = (entry: Readonly<MemberEntry>) => void;

/** Takes emissions in. */
export class StatsIntake {
  /** Told of each change; in the order of joining. */
  readonly listeners: Set<OnNews> = new Set();
  /** Told which calls changed, once the store holds it. */
  readonly onFlushed: Set<(pairIds: ReadonlySet<string>) => void> = new Set();
  readonly #deps: StatsIntakeDeps;
  readonly #book: MemberBook;
  readonly #counts: Record<keyof StatsCounts, number> = {
    news: 0,
    repeat: 0,
    baseless: 0,
    resyncs: 0,
    droppedFields: 0,
  };
  #timer: ReturnType<typeof setInterval> | undefined;
  #flushing: Promise<boolean> | null = null;
  #isFailing = false;

  /** Knows nobody yet. */
  constructor(deps: StatsIntakeDeps) {
    this.#deps = deps;
    this.#book = new MemberBook(deps);
  }

  /** Name of this process, by which it writes. */
  get instanceId(): string {
    return this.#deps.instanceId;
  }

  /** What came in so far. */
  get counts(): StatsCounts {
    return this.#counts;
  }

  /** Members that this process has heard of lately. */
  get memberCount(): number {
    return this.#book.size;
  }

  /** What this process knows of a call's members. */
  membersOf(pairId: string): MemberEntry[] {
    return this.#book.of(pairId);
  }

  /**
   * Takes one emission of a member.
   *
   * @returns Whether the page must send its full state: something is missing
   * that other instances do not have either.
   * @throws Whatever the store throws; the page sends it again.
   */
  async take(
    sender: Sender,
    { emission: given, droppedFieldCount }: ReceivedEmission,
  ): Promise<{ isResyncNeeded: boolean }> {
    const now = this.#deps.now();
    const metrics = plausible(given.metrics, now - sender.startedAt);
    const emission = { ...given, metrics };
    const entry = await this.#book.find(sender);
    const { state, reception } = receive(entry.state, emission, now);
    this.#counts[reception]++;
    this.#counts.droppedFields += droppedFieldCount;
    if (reception === "news") {
      const { seq, ts, full } = emission;
      this.#book.note(entry, state, {
        receivedAt: now,
        seq,
        ts,
        full,
        metrics,
      });
    }
    const isMissing = reception === "baseless" || hasGap(entry.state);
    // Another instance may have heard what this one has not.
    if (isMissing) await this.#book.joinOthers(entry);
    if (reception === "news") {
      for (const tell of this.listeners) {
        tell(entry);
      }
    }
    const isResyncNeeded = reception === "baseless" || hasGap(entry.state);
    if (isResyncNeeded) this.#counts.resyncs++;
    return { isResyncNeeded };
  }

  /** Begins to flush each second. */
  start(): void {
    this.#timer ??= setInterval(() => void this.flush(), FLUSH_EVERY_MS);
  }

  /** Stops, and flushes for the last time. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!await this.flush() && !await this.flush()) {
      const members = this.#book.dirty().length;
      this.#deps.log.error("call stats lost", { members });
    }
  }

  /**
   * Writes what changed; what cannot be written now goes with the next flush.
   *
   * @returns Whether all of it is written. It never throws.
   */
  async flush(): Promise<boolean> {
    while (this.#flushing !== null) await this.#flushing;
    this.#flushing = this.#flushOnce();
    try {
      return await this.#flushing;
    } finally {
      this.#flushing = null;
    }
  }

  async #flushOnce(): Promise<boolean> {
    const { store, log, instanceId, now } = this.#deps;
    const dirty = this.#book.dirty();
    this.#book.forgetIdle(now());
    if (dirty.length === 0) return true;
    try {
      const writing = writeMembers(store, dirty, { instanceId, now: now() });
      for await (const pairIds of writing) {
        for (const tell of this.onFlushed) tell(pairIds);
      }
      if (this.#isFailing) log.info("call stats are written again");
      this.#isFailing = false;
      return true;
    } catch (error) {
      // Once for each trouble, not for each second.
      if (!this.#isFailing) {
        log.warn("call stats could not be written, will try again", { error });
      }
      this.#isFailing = true;
      return false;
    }
  }
}
