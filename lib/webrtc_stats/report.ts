/**
 * A statistics report as plain objects: an `RTCStatsReport` cannot be sent to a
 * worker. Only the fields that are read are kept, so nobody's address leaves
 * the page, and of these only what has the type that the W3C gives it.
 *
 * @module
 */

/** Numbers that are read, by their names in W3C webrtc-stats. */
export const NUMBER_FIELDS = [
  "bytesReceived",
  "bytesSent",
  "concealedSamples",
  "currentRoundTripTime",
  "fractionLost",
  "frameHeight",
  "frameWidth",
  "framesDecoded",
  "framesEncoded",
  "framesPerSecond",
  "freezeCount",
  "headerBytesReceived",
  "headerBytesSent",
  "jitter",
  "packetsLost",
  "packetsReceived",
  "packetsSent",
  "responsesReceived",
  "roundTripTime",
  "roundTripTimeMeasurements",
  "silentConcealedSamples",
  "totalFreezesDuration",
  "totalRoundTripTime",
  "totalSamplesReceived",
] as const;

/** Texts that are read. */
export const TEXT_FIELDS = [
  "candidateType",
  "kind",
  "localCandidateId",
  "relayProtocol",
  "remoteCandidateId",
  "selectedCandidatePairId",
  "state",
] as const;

/** Flags that are read. */
export const FLAG_FIELDS = ["nominated", "selected"] as const;

/** Kinds of statistics that are read. */
const TYPES: readonly string[] = [
  "candidate-pair",
  "inbound-rtp",
  "local-candidate",
  "outbound-rtp",
  "remote-candidate",
  "remote-inbound-rtp",
  "transport",
];

/** A number in the statistics; times are in seconds there. */
export type NumberField = typeof NUMBER_FIELDS[number];

/** How long each reason held an encoder back, seconds. */
export type LimitDurations = Readonly<Record<string, number>>;

/** One dictionary of a report; what a browser does not tell is missing. */
export type PlainStats =
  & Readonly<Partial<Record<NumberField, number>>>
  & Readonly<Partial<Record<typeof TEXT_FIELDS[number], string>>>
  & Readonly<Partial<Record<typeof FLAG_FIELDS[number], boolean>>>
  & {
    /** Stays the same from report to report. */
    readonly id: string;
    /** `RTCStatsType`. */
    readonly type: string;
    /** When it was read, milliseconds. */
    readonly timestamp: number;
    /** Of what is sent as video; Chromium alone tells it. */
    readonly qualityLimitationDurations?: LimitDurations;
  };

/** Everything that is read of one report. */
export type PlainReport = readonly PlainStats[];

/**
 * Takes what is read out of a report.
 *
 * @param report Dictionaries by id, such as an `RTCStatsReport`.
 */
export function toPlainReport(
  report: ReadonlyMap<string, unknown>,
): PlainReport {
  const plain: PlainStats[] = [];
  for (const [id, value] of report) {
    const stats = value as Readonly<Record<string, unknown>>;
    const { type, timestamp } = stats;
    if (typeof type !== "string" || !TYPES.includes(type)) continue;
    if (typeof timestamp !== "number") continue;
    plain.push({ id, type, timestamp, ...fieldsOf(stats) });
  }
  return plain;
}

function fieldsOf(stats: Readonly<Record<string, unknown>>): object {
  const fields: Record<string, unknown> = {};
  for (const name of NUMBER_FIELDS) {
    if (Number.isFinite(stats[name])) fields[name] = stats[name];
  }
  for (const name of TEXT_FIELDS) {
    if (typeof stats[name] === "string") fields[name] = stats[name];
  }
  for (const name of FLAG_FIELDS) {
    if (typeof stats[name] === "boolean") fields[name] = stats[name];
  }
  // What older browsers call the kind.
  if (fields.kind === undefined && typeof stats.mediaType === "string") {
    fields.kind = stats.mediaType;
  }
  const durations = stats.qualityLimitationDurations;
  if (typeof durations === "object" && durations !== null) {
    fields.qualityLimitationDurations = { ...durations };
  }
  return fields;
}

/**
 * Tells when a report was taken by the browser's own stamp: what the other side
 * reported has the time of its report.
 *
 * @returns Milliseconds; `undefined` for an empty report.
 */
export function takenAtMs(report: PlainReport): number | undefined {
  let atMs: number | undefined;
  for (const { type, timestamp } of report) {
    if (type === "remote-inbound-rtp") continue;
    atMs = Math.max(atMs ?? timestamp, timestamp);
  }
  return atMs;
}
