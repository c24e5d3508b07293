/**
 * Signals as they happen: from the event stream while it is there, by polling
 * while it is not. Beside the stream a slow poll goes on, as the sign of life
 * that the server wants of a waiting visitor, and as the net under the stream.
 *
 * @module
 */

import type { RtcEvent } from "@/lib/protocol/events.ts";
import type { EventChannelDeps } from "./event_channel.ts";
import { signalOf } from "./event_signals.ts";
import { PollSource, type PollSourceDeps } from "./poll_source.ts";
import type { Expectation, Signal, SignalSource } from "./signals.ts";
import { ToldSignals } from "./told_signals.ts";

/** Tells of the event stream what a channel is told of it. */
export type ChannelEvents = Pick<
  EventChannelDeps,
  "onUp" | "onEvent" | "onDown"
>;

/** What the source needs from outside. */
export interface LiveSourceDeps extends PollSourceDeps {
  /** Opens the event stream. */
  readonly openChannel: (events: ChannelEvents) => { close(): void };
}

/** A signal source that is pushed to, and polls where it cannot be. */
export class LiveSource implements SignalSource {
  readonly #deps: LiveSourceDeps;
  readonly #polls: PollSource;
  readonly #told = new ToldSignals();
  #channel: { close(): void } | null = null;
  #isUp = false;
  #expected: Expectation = { kind: "nothing" };
  /**
   * The newest match and what followed it, while it cannot be told yet: it may
   * be here before it is known which request brought it about.
   */
  #held: RtcEvent[] = [];

  /** Makes a source that asks nothing yet. */
  constructor(deps: LiveSourceDeps) {
    this.#deps = deps;
    this.#polls = new PollSource({
      ...deps,
      emit: (signal) => this.#tell(signal),
    });
  }

  /** Opens the event stream ahead of need. */
  open(): void {
    this.#channel ??= this.#deps.openChannel({
      onUp: () => this.#switch(true),
      onDown: () => this.#switch(false),
      onEvent: (event) => this.#take(event),
    });
  }

  /** Closes it. */
  close(): void {
    this.#channel?.close();
    this.#channel = null;
    this.#isUp = false;
    this.expect({ kind: "nothing" });
  }

  /** Says what is awaited from now on. */
  expect(expectation: Expectation): void {
    this.#expected = expectation;
    const pairId = "pairId" in expectation ? expectation.pairId : null;
    if (pairId !== null) this.#told.begin(pairId);
    this.#poll();
    const held = this.#held.splice(0);
    // What came before a new request to join is of no use to it.
    const { kind } = expectation;
    if (kind === "nothing" || kind === "joining") return;
    for (const event of held) {
      if (pairId === null || event.data.pairId === pairId) this.#take(event);
    }
  }

  /** Asks for news at once. */
  poke(): void {
    this.#polls.poke();
  }

  #switch(isUp: boolean): void {
    this.#isUp = isUp;
    this.#poll();
  }

  #poll(): void {
    this.#polls.expect(this.#expected, this.#isUp ? "beside-stream" : "alone");
  }

  #take(event: RtcEvent): void {
    // It is of a call that is over, and nothing that could be waited for.
    if (event.name === "back-asked") return this.#tell(signalOf(event));
    const expected = this.#expected;
    if (expected.kind === "nothing") return this.#hold(event);
    if (expected.kind === "joining") return this.#takeMatch(event, {});
    if (expected.kind === "match") return this.#takeMatch(event, expected);
    if (event.data.pairId === expected.pairId) {
      return this.#tell(signalOf(event));
    }
    // The visitor has but one place: another tab has taken it.
    if (event.name === "matched") this.#tell({ type: "replaced" });
  }

  #takeMatch(
    event: RtcEvent,
    { mayBeOutdated }: { mayBeOutdated?: boolean },
  ): void {
    if (mayBeOutdated) {
      this.#hold(event);
      if (event.name === "matched") this.#polls.poke();
      return;
    }
    if (event.name !== "matched") return;
    const { pairId, role } = event.data;
    this.#tell({ type: "matched", match: { pairId, role } });
    // The session expects this pair by now: the offer comes with the match.
    this.#tell(signalOf(event));
  }

  #hold(event: RtcEvent): void {
    const { pairId } = event.data;
    if (event.name === "matched") this.#held = [event];
    else if (this.#held[0]?.data.pairId === pairId) {
      // A poll may be about to tell the match: then its end has to follow.
      const isTold = this.#expected.kind !== "nothing";
      if (event.name !== "peer-left" || isTold) this.#held.push(event);
      else this.#held = [];
    }
  }

  #tell(signal: Signal | null): void {
    const news = signal && this.#told.note(signal);
    if (news !== null) this.#deps.emit(news);
  }
}
