import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  pathKindOf,
  type PathStats,
  selectedPathOf,
} from "@/lib/webrtc_stats/selected_path.ts";

const pair = (id: string, more: PathStats = {}): PathStats => ({
  id,
  type: "candidate-pair",
  state: "succeeded",
  nominated: true,
  localCandidateId: `local-${id}`,
  remoteCandidateId: "remote",
  ...more,
});
const local = (id: string, more: PathStats): PathStats => ({
  id: `local-${id}`,
  type: "local-candidate",
  ...more,
});
const remote = (candidateType: string): PathStats => ({
  id: "remote",
  type: "remote-candidate",
  candidateType,
});
const three = [pair("a"), pair("b"), pair("c")];
const candidates = [
  local("a", { candidateType: "host" }),
  local("b", { candidateType: "relay", relayProtocol: "tls" }),
  local("c", { candidateType: "srflx" }),
  remote("host"),
];

Deno.test("[pitfall 3] of three pairs that succeeded the transport's is taken", () => {
  const transport = {
    id: "t",
    type: "transport",
    selectedCandidatePairId: "b",
  };
  const all: PathStats[] = [...three, ...candidates, transport];
  const shuffled = fc.shuffledSubarray(all, {
    minLength: all.length,
    maxLength: all.length,
  });
  fc.assert(fc.property(shuffled, (report) => {
    equal(selectedPathOf(report)?.pair.id, "b");
  }));
});

Deno.test("[pitfall 3] Firefox's mark does where there is no transport", () => {
  const marked = [pair("a"), pair("c", { selected: true }), ...candidates];
  equal(selectedPathOf(marked)?.pair.id, "c");
});

Deno.test("[pitfall 3] without either, several nominated pairs say nothing", () => {
  equal(selectedPathOf([...three, ...candidates]), null);
  const one = [pair("a", { nominated: false }), pair("b"), ...candidates];
  equal(selectedPathOf(one)?.pair.id, "b");
  const failed = [pair("a", { state: "failed" }), ...candidates];
  equal(selectedPathOf(failed), null);
});

Deno.test("a transport that has not selected one has none", () => {
  equal(selectedPathOf([{ id: "t", type: "transport" }, ...three]), null);
  const gone = { id: "t", type: "transport", selectedCandidatePairId: "z" };
  equal(selectedPathOf([gone, ...three]), null);
});

const kinds: {
  why: string;
  ours: PathStats;
  theirs: string;
  kind: object;
}[] = [
  {
    why: "[pitfall 4] no relay in a direct path found through a TURN server",
    ours: { candidateType: "srflx", relayProtocol: "udp" },
    theirs: "host",
    kind: {
      localCandidateType: "srflx",
      isRelayed: false,
      remoteCandidateType: "host",
      isRemoteRelayed: false,
    },
  },
  {
    why: "[pitfall 4] the other side's relay as theirs alone",
    ours: { candidateType: "host" },
    theirs: "relay",
    kind: {
      localCandidateType: "host",
      isRelayed: false,
      remoteCandidateType: "relay",
      isRemoteRelayed: true,
    },
  },
  {
    why: "[pitfall 5] how a relay is reached by relayProtocol",
    ours: { candidateType: "relay", relayProtocol: "tls" },
    theirs: "srflx",
    kind: {
      localCandidateType: "relay",
      isRelayed: true,
      relayProtocol: "tls",
      remoteCandidateType: "srflx",
      isRemoteRelayed: false,
    },
  },
  {
    why: "[pitfall 6] nothing that a browser does not say",
    ours: { candidateType: "relay", relayProtocol: "smoke" },
    theirs: "unheard-of",
    kind: { localCandidateType: "relay", isRelayed: true },
  },
];
for (const { why, ours, theirs, kind } of kinds) {
  Deno.test(`pathKindOf() tells ${why}`, () => {
    const report = [
      pair("a"),
      // `protocol` is udp for all of them.
      local("a", { ...ours, protocol: "udp" } as PathStats),
      remote(theirs),
    ];
    deepEqual(pathKindOf(selectedPathOf(report)), kind);
  });
}

Deno.test("pathKindOf() knows nothing of no path", () => {
  deepEqual(pathKindOf(null), {});
});
