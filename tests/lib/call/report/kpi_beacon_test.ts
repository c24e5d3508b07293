import { deepEqual, equal } from "node:assert/strict";
import {
  createBeaconSender,
  KpiReporter,
} from "@/lib/call/report/kpi_beacon.ts";
import { reachStep, startFunnel } from "@/lib/call/report/funnel.ts";
import { pathOf } from "@/lib/call/report/kpi_path.ts";
import type { CallState } from "@/lib/call/machine.ts";
import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import { type KpiBeacon, kpiBeaconSchema } from "@/lib/protocol/kpi.ts";

const START = 1_787_400_000_000;
const match = { pairId: "p1", role: "caller" } as const;
const connecting: CallState = { name: "connecting", match };
const waiting: CallState = { name: "waiting", isOffline: false };
const live = (brokenSince: number | null): CallState => ({
  name: "live",
  match,
  trouble: brokenSince === null
    ? null
    : { side: "us", sinceMs: START + brokenSince },
});

/** A reporter on a clock moved by hand; `at` is milliseconds from the start. */
function setUp() {
  const sent: KpiBeacon[] = [];
  let nowMs = START;
  let state: CallState = { name: "idle" };
  let funnel = startFunnel(0);
  let gen = 0;
  const reporter = new KpiReporter({
    sessionId: "s1",
    nowMs: () => nowMs,
    readPath: () => Promise.resolve({ relay: true, turns443: false }),
    send: (beacon) => sent.push(beacon),
  });
  return {
    sent,
    reporter,
    /** Enters a state, with a funnel of its own for every search. */
    follow(at: number, next: CallState) {
      nowMs = START + at;
      const isNewSearch = next.name === "waiting" && state.name !== "waiting";
      state = next;
      reporter.follow({ state, funnel, gen });
      if (isNewSearch) funnel = startFunnel(nowMs);
      if (state.name === "connecting") {
        funnel = reachStep(funnel, "matched", nowMs);
      }
      reporter.follow({ state, funnel, gen });
    },
    /** Begins another negotiation. */
    restart() {
      gen++;
      reporter.follow({ state, funnel, gen });
    },
    reach(at: number, step: FunnelStep) {
      nowMs = START + at;
      funnel = reachStep(funnel, step, nowMs);
      reporter.follow({ state, funnel, gen });
    },
  };
}

/** Lets the look-up of the path end. */
const settle = () => Promise.resolve().then(() => {}).then(() => {});

function toFirstFrame({ follow, reach }: ReturnType<typeof setUp>) {
  follow(0, waiting);
  follow(100, waiting);
  follow(250, connecting);
  reach(250, "matched");
  reach(400, "ice");
  follow(450, live(null));
  reach(900, "first-frame");
}

Deno.test("KpiReporter tells of a call at first media, recovery and end, once each", async () => {
  const visit = setUp();
  toFirstFrame(visit);
  await settle();
  visit.follow(2_000, live(2_000));
  visit.follow(2_500, live(2_000));
  visit.follow(5_000, live(null));
  visit.follow(5_100, live(null));
  visit.follow(9_000, { name: "peer-left" });
  visit.follow(9_900, waiting);
  const about = { sessionId: "s1", pairId: "p1", role: "caller" };
  deepEqual(visit.sent, [
    {
      ...about,
      ts: START + 900,
      matchMs: 250,
      ttfmMs: 900,
      relay: true,
      turns443: false,
    },
    { ...about, ts: START + 5_000, reconnectMs: 3_000 },
    {
      ...about,
      ts: START + 9_000,
      iceTries: 1,
      iceOk: true,
      reason: "peer-left",
      funnel: { matched: 250, ice: 400, "first-frame": 900 },
    },
  ]);
});

Deno.test("KpiReporter tells of a reloaded call in two parts, and of its end once", async () => {
  const before = setUp();
  toFirstFrame(before);
  await settle();
  before.reporter.noteReload();
  before.follow(5_000, { name: "other-tab" });
  const about = { sessionId: "s1", pairId: "p1", role: "caller" };
  deepEqual(before.sent.at(-1), {
    ...about,
    ts: START + 5_000,
    iceOk: true,
    funnel: { matched: 250, ice: 400, "first-frame": 900 },
  });

  const after = setUp();
  after.follow(6_000, live(6_000));
  after.restart();
  after.follow(7_500, live(null));
  after.reach(7_600, "first-frame");
  await settle();
  after.follow(20_000, { name: "stopped" });
  deepEqual(after.sent, [
    { ...about, ts: START + 7_500, reconnectMs: 1_500 },
    { ...about, ts: START + 20_000, iceTries: 2, reason: "left" },
  ]);
});

Deno.test("KpiReporter sends nothing that the server would drop", async () => {
  const visit = setUp();
  toFirstFrame(visit);
  await settle();
  visit.follow(1_000, { name: "failed", reason: "connection-lost" });
  equal(visit.sent.length, 2);
  for (const beacon of visit.sent) {
    deepEqual(kpiBeaconSchema.parse(JSON.parse(JSON.stringify(beacon))), {
      beacon,
      droppedFieldCount: 0,
    });
  }
});

Deno.test("KpiReporter tells of a call that never came about by its reason", () => {
  const { sent, follow, reach } = setUp();
  follow(0, waiting);
  follow(10, connecting);
  reach(10, "matched");
  follow(15_000, { name: "failed", reason: "ice-failed" });
  deepEqual(sent, [{
    ts: START + 15_000,
    sessionId: "s1",
    ...match,
    matchMs: 10,
    iceTries: 1,
    iceOk: false,
    reason: "ice-failed",
    funnel: { matched: 10 },
  }]);
});

for (const reason of ["relay-refused", "no-candidates"] as const) {
  Deno.test(`KpiReporter says that there was no path after ${reason}`, () => {
    const { sent, follow } = setUp();
    follow(0, waiting);
    follow(10, connecting);
    follow(15_000, { name: "failed", reason });
    equal(sent[0]?.iceOk, false);
  });
}

Deno.test("KpiReporter does not blame ICE where it was never tried", () => {
  const { sent, follow } = setUp();
  follow(0, waiting);
  follow(10, connecting);
  follow(20, { name: "failed", reason: "no-answer" });
  equal("iceOk" in sent[0]!, false);
});

Deno.test("KpiReporter keeps calls apart when the visitor skips", () => {
  const { sent, follow } = setUp();
  follow(0, waiting);
  follow(10, connecting);
  follow(1_000, waiting);
  follow(1_070, connecting);
  follow(2_000, { name: "stopped" });
  deepEqual(sent.map(({ matchMs, reason }) => [matchMs, reason]), [
    [10, "left"],
    [70, "left"],
  ]);
});

Deno.test("KpiReporter says nothing of a search that was given up", () => {
  const { sent, follow } = setUp();
  follow(0, { name: "idle" });
  follow(1, { name: "requesting-media" });
  follow(2, waiting);
  follow(500, { name: "stopped" });
  deepEqual(sent, []);
});

Deno.test("KpiReporter tells that a search failed, without a pair", () => {
  const { sent, follow } = setUp();
  follow(0, waiting);
  follow(500, { name: "failed", reason: "signal-lost" });
  deepEqual(sent, [{
    ts: START + 500,
    sessionId: "s1",
    reason: "signal-lost",
    funnel: {},
  }]);
});

Deno.test("KpiReporter counts the negotiations of a call at its end", async () => {
  const visit = setUp();
  toFirstFrame(visit);
  await settle();
  visit.restart();
  visit.restart();
  visit.follow(9_000, { name: "stopped" });
  deepEqual(visit.sent.map(({ iceTries }) => iceTries), [undefined, 3]);
});

Deno.test("KpiReporter measures a reconnect from where the visitor saw it begin", () => {
  const visit = setUp();
  toFirstFrame(visit);
  visit.follow(8_000, live(2_500));
  visit.follow(9_000, live(null));
  equal(visit.sent.at(-1)?.reconnectMs, 6_500);
});

Deno.test("createBeaconSender() falls back to a fetch that outlives the page", async () => {
  const bodies: string[] = [];
  const requests: RequestInit[] = [];
  const ways = [
    () => true,
    () => false,
    () => {
      throw new TypeError("blocked");
    },
  ];
  for (const sendBeacon of ways) {
    createBeaconSender({
      sendBeacon,
      fetch: async (url, init) => {
        equal(url, "/api/monitoring/metrics");
        requests.push(init);
        bodies.push(await (init.body as Blob).text());
        throw new TypeError("offline");
      },
    })({ ts: 1, sessionId: "s" });
  }
  await settle();
  equal(requests.length, 2);
  equal(requests.every(({ keepalive }) => keepalive), true);
});

const relay = (fields: object) =>
  new Map<string, unknown>([
    ["other", {
      type: "candidate-pair",
      nominated: true,
      localCandidateId: "h",
    }],
    ["pair", { type: "candidate-pair", localCandidateId: "l" }],
    ["h", { type: "local-candidate", candidateType: "host" }],
    ["l", { type: "local-candidate", candidateType: "relay", ...fields }],
    ["t", { type: "transport", selectedCandidatePairId: "pair" }],
  ]);

const paths = [
  {
    why: "a relay by UDP",
    report: relay({ relayProtocol: "udp", url: "turn:t:443?transport=udp" }),
    path: { relay: true, turns443: false },
  },
  {
    why: "a relay by TLS on 443",
    report: relay({ relayProtocol: "tls", url: "turns:t:443?transport=tcp" }),
    path: { relay: true, turns443: true },
  },
  {
    why: "a relay by TLS whose address is not told",
    report: relay({ relayProtocol: "tls" }),
    path: { relay: true, turns443: true },
  },
  {
    why: "a relay of a browser that does not say how it is reached",
    report: relay({}),
    path: { relay: true },
  },
  {
    why: "a direct path found through a TURN server",
    report: relay({ candidateType: "srflx", url: "turn:t:3478" }),
    path: { relay: false, turns443: false },
  },
  {
    why: "Firefox's own mark where there is no transport",
    report: new Map<string, unknown>([
      ["p", { type: "candidate-pair", selected: true, localCandidateId: "h" }],
      ["h", { type: "local-candidate", candidateType: "host" }],
    ]),
    path: { relay: false, turns443: false },
  },
  { why: "nothing where nothing is selected", report: new Map(), path: {} },
];
for (const { why, report, path } of paths) {
  Deno.test(`pathOf() tells ${why}`, () => deepEqual(pathOf(report), path));
}
