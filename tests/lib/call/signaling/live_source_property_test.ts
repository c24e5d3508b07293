import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  type ChannelEvents,
  LiveSource,
} from "@/lib/call/signaling/live_source.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import type { Signal } from "@/lib/call/signaling/signals.ts";
import type { RtcEvent } from "@/lib/protocol/events.ts";
import type { Match } from "@/lib/protocol/role.ts";
import { fakeClient, FakeTimers, settle } from "@/tests/lib/call/fakes.ts";

const match: Match = { pairId: "p1", role: "callee" };
const { pairId } = match;
const offer = { sdp: "their-offer", gen: 0 };

/**
 * A server with one call for the visitor, told by stream and by polls from the
 * same log; the page follows it as a session does.
 */
class Call {
  readonly timers = new FakeTimers();
  readonly signals: Signal[] = [];
  readonly log: RtcEvent[] = [];
  readonly source: LiveSource;
  #stream: ChannelEvents | null = null;
  #isUp = false;
  /** How many entries the stream has told; `Last-Event-ID` keeps it. */
  #toldCount = 0;
  #candidateCount = 0;

  constructor() {
    const client = fakeClient({
      matchmake: () => {
        if (this.has("peer-left")) fail(409, "not-queued");
        return this.has("matched") ? match : null;
      },
      getDescription: () =>
        this.has("offer") || this.#isOfferWithMatch ? offer : null,
      getCandidates: (after) => {
        if (this.has("peer-left")) fail(403, "forbidden");
        return this.#candidates.slice(after)
          .map((candidate) => ({ from: "a" as const, cand: { candidate } }));
      },
    });
    this.source = new LiveSource({
      client,
      timers: this.timers,
      random: () => 0.5,
      emit: (signal) => this.#follow(signal),
      openChannel: (events) => {
        this.#stream = events;
        return { close: () => void (this.#stream = null) };
      },
    });
    this.source.open();
  }

  has(name: RtcEvent["name"]): boolean {
    return this.log.some((event) => event.name === name);
  }

  get #isOfferWithMatch(): boolean {
    const [first] = this.log;
    return first?.name === "matched" && first.data.offer !== undefined;
  }

  get #candidates(): string[] {
    return this.log.flatMap(({ name, data }) =>
      name === "ice"
        ? data.candidates.map((cand) =>
          (cand as { candidate: string }).candidate
        )
        : []
    );
  }

  /** What happens on the server next. */
  write(next: "match" | "match with offer" | "offer" | "ice" | "leave"): void {
    const isOn = this.has("matched") && !this.has("peer-left");
    if (next === "match" && this.log.length === 0) {
      this.log.push({ name: "matched", data: match });
    } else if (next === "match with offer" && this.log.length === 0) {
      this.log.push({ name: "matched", data: { ...match, offer } });
    } else if (
      next === "offer" && isOn && !this.has("offer") && !this.#isOfferWithMatch
    ) {
      this.log.push({ name: "offer", data: { pairId, ...offer } });
    } else if (next === "ice" && isOn) {
      const candidates = [0, 1].map(() => ({
        candidate: `c${++this.#candidateCount}`,
      }));
      this.log.push({ name: "ice", data: { pairId, candidates } });
    } else if (next === "leave" && isOn) {
      this.log.push({ name: "peer-left", data: { pairId } });
    }
  }

  connect(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#stream?.onUp();
  }

  cut(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#stream?.onDown();
  }

  /** One more entry comes through the stream. */
  push(): void {
    const event = this.log[this.#toldCount];
    if (!this.#isUp || event === undefined) return;
    this.#toldCount++;
    this.#stream?.onEvent(event);
  }

  /** Everything comes through that there is. */
  async finish(how: "stream" | "polling"): Promise<void> {
    if (how === "stream") this.connect();
    else this.cut();
    for (const _ of this.log) this.push();
    await this.timers.advance(3_000);
  }

  #follow(signal: Signal): void {
    this.signals.push(signal);
    if (signal.type === "matched") {
      this.source.expect({ kind: "negotiation", ...signal.match });
    }
    if (signal.type === "peer-left") this.source.expect({ kind: "nothing" });
  }

  told(type: Signal["type"]): Signal[] {
    return this.signals.filter((signal) => signal.type === type);
  }

  get toldCandidates(): string[] {
    return this.signals.flatMap((signal) =>
      signal.type === "ice"
        ? signal.candidates.map(({ candidate }) => candidate!)
        : []
    );
  }

  get writtenCandidates(): string[] {
    return this.#candidates;
  }
}

function fail(status: number, code: string): never {
  throw new SignalingError("test", { status, code });
}

const STEPS: Readonly<Record<string, (call: Call) => void | Promise<void>>> = {
  "match": (call) => call.write("match"),
  "match with offer": (call) => call.write("match with offer"),
  "offer": (call) => call.write("offer"),
  "ice": (call) => call.write("ice"),
  "leave": (call) => call.write("leave"),
  "stream up": (call) => call.connect(),
  "stream cut": (call) => call.cut(),
  "one event": (call) => call.push(),
  "a moment": () => settle(),
  "a second": (call) => call.timers.advance(1_000),
};

const names = Object.keys(STEPS);
const plan = fc.record({
  before: fc.array(fc.constantFrom(...names), { maxLength: 6 }),
  after: fc.array(fc.constantFrom(...names), { maxLength: 25 }),
  mayBeOutdated: fc.boolean(),
  how: fc.constantFrom("stream" as const, "polling" as const),
});

Deno.test("stream and polling together tell everything, and each thing once", async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ before, after, mayBeOutdated, how }) => {
      const call = new Call();
      for (const step of before) await STEPS[step]!(call);
      call.source.expect({ kind: "match", mayBeOutdated });
      for (const step of after) await STEPS[step]!(call);
      await call.finish(how);
      call.source.close();

      const has = (name: RtcEvent["name"]) => call.has(name) ? 1 : 0;
      if (!call.has("peer-left")) {
        equal(call.told("matched").length, has("matched"));
        const isOffered = call.log.some(({ name, data }) =>
          name === "offer" || (name === "matched" && "offer" in data)
        );
        equal(call.told("offer").length, isOffered ? 1 : 0);
        deepEqual(call.toldCandidates, call.writtenCandidates);
        equal(call.told("peer-left").length, 0);
      } else {
        // Who left before the match was told was never met.
        equal(call.told("peer-left").length, call.told("matched").length);
        equal(call.told("offer").length <= 1, true);
        const { toldCandidates } = call;
        deepEqual(
          toldCandidates,
          call.writtenCandidates.slice(0, toldCandidates.length),
        );
      }
      equal(call.told("matched").length <= 1, true);
      equal(call.timers.pending, 0);
    }),
    { numRuns: 200 },
  );
});
