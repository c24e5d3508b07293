import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { DEFAULT_FILTERS } from "@/lib/call/filters.ts";
import { type CallState, isCameraInUse } from "@/lib/call/machine.ts";
import { GIVE_UP_MS } from "@/lib/call/peer/path_health.ts";
import { LEG_LIFE_MS } from "@/lib/call/peer/legs.ts";
import { settle } from "./fakes.ts";
import { visit } from "./visit.ts";

/**
 * A visit on a slow server that keeps the visitor's one place: every joining
 * and leaving waits until it is answered, and both are checked when they come.
 */
function slowVisit() {
  const unanswered: (() => void)[] = [];
  /** What was sent and should not have been; a visit swallows what we throw. */
  const wrong: string[] = [];
  const v = visit();
  /** Who has the place: this tab, another one, or nobody. */
  let owner: "us" | "other tab" | "nobody" = "nobody";
  /** How many states were shown when another tab took over. */
  let shownBefore = 0;
  /** A tab that searches has told the others, and they have yielded to it. */
  const hasTakenBack = () => v.shown.indexOf("waiting", shownBefore) >= 0;
  const slow = () =>
    new Promise<void>((resolve) => void unanswered.push(resolve));
  v.client.enqueue = () => {
    if (v.state.name !== "waiting") wrong.push(`joins while ${v.state.name}`);
    owner = "us";
    return slow();
  };
  v.client.leave = () => {
    if (owner === "other tab" && !hasTakenBack()) {
      wrong.push("leaves another tab's place");
    }
    owner = "nobody";
    return slow();
  };
  return {
    v,
    wrong,
    answerOne: () => unanswered.shift()?.(),
    isAnswered: () => unanswered.length === 0,
    owner: () => owner,
    takeOver() {
      owner = "other tab";
      shownBefore = v.shown.length;
      v.session.noteOtherTab({ type: "taken-over" });
    },
  };
}

type SlowVisit = ReturnType<typeof slowVisit>;

let pairCount = 0;
const newMatch = () => ({ pairId: `p${++pairCount}`, role: "caller" }) as const;

function become(v: SlowVisit["v"], state: RTCPeerConnectionState): void {
  if (v.session.connection !== null) v.connection.become(state);
}

const MOVES: Readonly<Record<string, (it: SlowVisit) => void>> = {
  start: ({ v }) => v.session.start(),
  next: ({ v }) => v.session.next(),
  stop: ({ v }) => v.session.stop(),
  filters: ({ v }) => v.session.setFilters({ ...DEFAULT_FILTERS, gender: "f" }),
  "answer one": (it) => it.answerOne(),
  // A pushed match may come before the answer to what asked for it.
  matched: ({ v, owner }) => {
    if (owner() === "us") void v.emit({ type: "matched", match: newMatch() });
  },
  answer: ({ v }) =>
    void v.emit({ type: "answer", sdp: "a=fingerprint:theirs", gen: 0 }),
  "peer left": ({ v }) => void v.emit({ type: "peer-left" }),
  lost: ({ v }) => void v.emit({ type: "lost" }),
  dequeued: ({ v }) => void v.emit({ type: "dequeued" }),
  "taken over": (it) => it.takeOver(),
  "other tab busy": ({ v }) =>
    v.session.noteOtherTab({ type: "other-tab-busy" }),
  "other tab free": ({ v }) =>
    v.session.noteOtherTab({ type: "other-tab-free" }),
  "camera unplugged": ({ v }) => v.streams.at(-1)?.video.unplug(),
  "microphone unplugged": ({ v }) => v.streams.at(-1)?.audio.unplug(),
  "another camera": ({ v }) => void v.session.reopenDevice("video"),
  restart: ({ v }) => void v.emit({ type: "restart" }),
  "peer reconnects": ({ v }) =>
    void v.emit({ type: "peer-state", state: "reconnecting" }),
  "another network": ({ v }) => v.session.noteNetworkChange(),
  "their new page": ({ v }) =>
    void v.emit({ type: "answer", sdp: "a=fingerprint:other", gen: 1 }),
  "30 s pass": ({ v }) => void v.timers.advance(GIVE_UP_MS),
  connected: ({ v }) => become(v, "connected"),
  interrupted: ({ v }) => become(v, "disconnected"),
  failed: ({ v }) => become(v, "failed"),
  preview: ({ v }) => v.session.preview(),
  "end preview": ({ v }) => v.session.endPreview(),
  "offers complete": ({ v }) => void v.gather(),
  "80 s pass": ({ v }) => void v.timers.advance(LEG_LIFE_MS),
};

/** A preview may show the visitor's own picture, until Start takes it over. */
function mayPreview({ name }: CallState): boolean {
  return name === "idle" || name === "requesting-media";
}

/** What holds at every moment, whatever is under way. */
function checkAlways({ v, wrong }: SlowVisit): void {
  deepEqual(wrong, []);
  const { state, expected } = v;
  switch (state.name) {
    case "waiting":
      ok(
        ["nothing", "joining", "match"].includes(expected.kind),
        expected.kind,
      );
      break;
    case "connecting":
      deepEqual(expected, { kind: "negotiation", ...state.match });
      break;
    case "live":
      deepEqual(expected, { kind: "call", ...state.match });
      break;
    default:
      equal(expected.kind, "nothing", state.name);
  }
  if (mayPreview(state)) return;
  equal(v.session.view.localStream !== null, isCameraInUse(state), state.name);
}

/** What holds once the browser had its turn. */
function checkSettled({ v }: SlowVisit): void {
  const open = v.connections.filter(({ log }) => !log.includes("close"));
  const { name } = v.state;
  // One in the call, two for the next, and one whose offer may still wait.
  ok(open.length <= 4, `${open.length} connections`);
  const on = v.streams.flatMap(({ opened }) => opened)
    .filter(({ isStopped }) => !isStopped).map(({ kind }) => kind);
  equal(new Set(on).size, on.length, `two of ${on} in ${name}`);
  const isOn = v.session.view.localStream !== null;
  equal(on.length > 0, isOn, `${on} in ${name}`);
  equal(v.isOpen, isOn, `signals in ${name}`);
}

const plan = fc.array(
  fc.record({
    move: fc.constantFrom(...Object.keys(MOVES)),
    rest: fc.boolean(),
  }),
  { maxLength: 40 },
);

Deno.test("no order of presses, signals and answers breaks a visit's promises", async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (moves) => {
      const it = slowVisit();
      for (const { move, rest } of moves) {
        MOVES[move]!(it);
        checkAlways(it);
        if (!rest) continue;
        await settle();
        checkAlways(it);
        checkSettled(it);
      }
      it.v.session.stop();
      it.v.session.endPreview();
      await settle();
      while (!it.isAnswered()) {
        it.answerOne();
        await settle();
      }
      checkAlways(it);
      checkSettled(it);
      ok(it.v.connections.every(({ log }) => log.includes("close")));
      notEqual(it.owner(), "us", "the place is given up in the end");
      equal(it.v.timers.pending, 0);
    }),
    { numRuns: 200 },
  );
});
