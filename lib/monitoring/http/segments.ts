/**
 * The log of HTTP metrics: one immutable value for each flush.
 *
 * @module
 */

import type { PlainBuffer } from "./buffer.ts";
import type { PlainSeries } from "./series.ts";
import { MAX_COMMIT_BYTES, packRuns } from "@/lib/monitoring/core/pack.ts";
import { dirtyMark } from "@/lib/monitoring/core/period_store.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";
import { chunksOf } from "./chunks.ts";
import { httpKeys } from "./keys.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";

/** How long segments are kept, milliseconds. */
export const SEGMENT_KEEP_MS: number = 2 * 24 * 3_600_000;

/** Segments read at once: few, so that requests get their turn in between. */
const LIST_BATCH = 50;

/** The metrics of one flush, or a part of them. */
export interface HttpSegment {
  /** Minute it is filed under, Unix milliseconds. */
  startAt: number;
  /** Last request in it, Unix milliseconds. */
  lastAt: number;
  /** What each series adds. */
  series: PlainSeries[];
  /** Hashes of visitors. */
  visitors: Float64Array;
}

/** A segment and the key it is written under, however often that is tried. */
export interface FrozenSegment {
  /** Its key. */
  key: Deno.KvKey;
  /** Its value. */
  segment: HttpSegment;
  /** Rough size of the value, bytes. */
  sizeBytes: number;
}

/** How segments are named. */
export interface SegmentNaming {
  /** This process. */
  instanceId: string;
  /** Gives the next number of this process. */
  nextSeq(): number;
}

/**
 * Turns a buffer into segments that are small enough to store.
 *
 * They get their keys here, before the first try to write them: a try that
 * failed, or seemed to, is repeated under the same key and so counts once.
 */
export function freeze(
  buffer: PlainBuffer,
  { instanceId, nextSeq }: SegmentNaming,
): FrozenSegment[] {
  const { minuteStart: startAt, lastAt, series, visitors } = buffer;
  return chunksOf(series).map((chunk, i) => {
    const own = i === 0 ? visitors : new Float64Array(0);
    return {
      key: httpKeys.segment(startAt, instanceId, nextSeq()),
      segment: {
        startAt,
        lastAt,
        series: chunk.value,
        visitors: own,
      },
      sizeBytes: chunk.sizeBytes + own.byteLength,
    };
  });
}

/**
 * Writes segments and marks their periods dirty, in as few commits as fit.
 *
 * @param onWritten Told after each commit which segments need no second try.
 * @returns Commits made.
 */
export async function writeSegments(
  store: Store,
  segments: readonly FrozenSegment[],
  onWritten: (written: readonly FrozenSegment[]) => void,
): Promise<number> {
  const commits = packRuns(
    segments.map((value) => ({ value, sizeBytes: value.sizeBytes })),
    MAX_COMMIT_BYTES,
  );
  for (const { value, sizeBytes } of commits) {
    await store.commit({ mutations: value.flatMap(mutationsOf), sizeBytes });
    onWritten(value);
  }
  return commits.length;
}

function mutationsOf({ key, segment }: FrozenSegment): Mutation[] {
  const keepMs = SEGMENT_KEEP_MS;
  return [
    { type: "set", key, value: segment, expireInMs: keepMs },
    dirtyMark(httpKeys, "5m", { atMs: segment.startAt, keepMs }),
  ];
}

/** Lists segments filed under the minutes of a span, oldest first. */
export async function* listSegments(
  store: Store,
  { fromMs, toMs }: Span,
): AsyncGenerator<HttpSegment> {
  const entries = store.list<HttpSegment>({
    start: httpKeys.segmentsFrom(fromMs),
    end: httpKeys.segmentsFrom(toMs),
  }, { batchSize: LIST_BATCH });
  for await (const { value } of entries) yield value;
}
