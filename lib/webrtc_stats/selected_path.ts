/**
 * Which pair of candidates a call runs over, and whether that is a relay.
 *
 * @module
 */

/** The fields of a statistics dictionary that tell of the path. */
export interface PathStats {
  /** Names the dictionary. */
  readonly id?: string;
  /** `RTCStatsType`. */
  readonly type?: string;
  /** Of a transport. */
  readonly selectedCandidatePairId?: string;
  /** Of a candidate pair; only Firefox has it. */
  readonly selected?: boolean;
  /** Of a candidate pair. */
  readonly nominated?: boolean;
  /** Of a candidate pair. */
  readonly state?: string;
  /** Of a candidate pair. */
  readonly localCandidateId?: string;
  /** Of a candidate pair. */
  readonly remoteCandidateId?: string;
  /** Of a candidate. */
  readonly candidateType?: string;
  /** Of a relayed candidate of ours. */
  readonly relayProtocol?: string;
}

/** The selected pair and its two ends. */
export interface SelectedPath<S extends PathStats> {
  /** The pair. */
  readonly pair: S;
  /** Our candidate; `undefined` where the browser does not tell. */
  readonly local: S | undefined;
  /** The other side's. */
  readonly remote: S | undefined;
}

/**
 * Finds the selected pair.
 *
 * A transport names it. Firefox before 153 has no transport in its reports and
 * marks the pair as `selected`; where that is missing, too, the pair that alone
 * was nominated is taken. After a restart of ICE several are nominated, and
 * `succeeded` they all are: then nothing is known.
 *
 * Source: W3C webrtc-stats, RTCTransportStats.selectedCandidatePairId.
 *
 * @returns `null` when it is not known.
 */
export function selectedPathOf<S extends PathStats>(
  report: Iterable<S>,
): SelectedPath<S> | null {
  const all = [...report];
  const pair = selectedPair(all);
  if (pair === undefined) return null;
  const find = (id: string | undefined) =>
    id === undefined ? undefined : all.find((stats) => stats.id === id);
  return {
    pair,
    local: find(pair.localCandidateId),
    remote: find(pair.remoteCandidateId),
  };
}

function selectedPair<S extends PathStats>(all: readonly S[]): S | undefined {
  const pairs = all.filter(({ type }) => type === "candidate-pair");
  const transports = all.filter(({ type }) => type === "transport");
  const pairId = transports.find(({ selectedCandidatePairId }) =>
    selectedCandidatePairId
  )?.selectedCandidatePairId;
  if (pairId !== undefined) return pairs.find(({ id }) => id === pairId);
  const marked = pairs.find(({ selected }) => selected);
  // A transport without a pair has none yet.
  if (marked !== undefined || transports.length > 0) return marked;
  const nominated = pairs.filter(({ nominated, state }) =>
    nominated && state === "succeeded"
  );
  return nominated.length === 1 ? nominated[0] : undefined;
}

/** The path as `CallStats` has it; what is unknown is missing. */
export interface PathKind {
  /** Type of our candidate. */
  readonly localCandidateType?: CandidateType;
  /** Type of the other side's. */
  readonly remoteCandidateType?: CandidateType;
  /** Whether ours is a TURN relay. */
  readonly isRelayed?: boolean;
  /** Whether the other side's is. */
  readonly isRemoteRelayed?: boolean;
  /** How our relay is reached. */
  readonly relayProtocol?: RelayProtocol;
}

/** `RTCIceCandidateType`. */
export type CandidateType = "host" | "srflx" | "prflx" | "relay";

/** How a TURN server is reached. */
export type RelayProtocol = "udp" | "tcp" | "tls";

const CANDIDATE_TYPES: readonly CandidateType[] = [
  "host",
  "srflx",
  "prflx",
  "relay",
];
const RELAY_PROTOCOLS: readonly RelayProtocol[] = ["udp", "tcp", "tls"];

/**
 * Tells the kind of a path. Only our own candidate says whether we use a relay:
 * the other side's relay is the other side's. How it is reached is said by
 * `relayProtocol`: `protocol` stays `udp` for a relay over TLS, and a `srflx`
 * candidate carries the address of a TURN server, too.
 */
export function pathKindOf(path: SelectedPath<PathStats> | null): PathKind {
  const local = oneOf(CANDIDATE_TYPES, path?.local?.candidateType);
  const remote = oneOf(CANDIDATE_TYPES, path?.remote?.candidateType);
  const relayProtocol = local === "relay"
    ? oneOf(RELAY_PROTOCOLS, path?.local?.relayProtocol)
    : undefined;
  return {
    ...(local && { localCandidateType: local, isRelayed: local === "relay" }),
    ...(remote && {
      remoteCandidateType: remote,
      isRemoteRelayed: remote === "relay",
    }),
    ...(relayProtocol && { relayProtocol }),
  };
}

function oneOf<T extends string>(
  known: readonly T[],
  value: string | undefined,
): T | undefined {
  return known.find((each) => each === value);
}
