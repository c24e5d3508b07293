/**
 * The log of HTTP figures: one immutable value for each flush.
 *
 * @module
 */

import type { PlainBuffer } from "./buffer.ts";
import type { PlainSeries } from "./series.ts";
import { periodStart, SEGMENT_KEEP_MS } from "@/lib/monitoring/core/tiers.ts";
import { chunksOf, commitsOf } from "./chunks.ts";
import { httpKeys } from "./keys.ts";
import type { Store } from "@/lib/kv/store.ts";

/** Segments read at once: few, so that requests get their turn in between. */
const LIST_BATCH = 50;

/** The figures of one flush, or a part of them. */
export interface HttpSegment {
  /** Minute it is filed under, Unix milliseconds. */
  startAt: number;
  /** Last request in it, Unix milliseconds. */
  lastAt: number;
  /** Figures of each series. */
  series: PlainSeries[];
  /** Hashes of visitors. */
  visitors: Float64Array;
  /** When it is no longer valid, Unix milliseconds. */
  expiresAt: number;
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
  /** Current time, Unix milliseconds. */
  now: number;
}

/**
 * Turns a buffer into segments that are small enough to store.
 *
 * They get their keys here, before the first try to write them: a try that
 * failed, or seemed to, is repeated under the same key and so counts once.
 */
export function freeze(
  buffer: PlainBuffer,
  { instanceId, nextSeq, now }: SegmentNaming,
): FrozenSegment[] {
  const { minuteStart: startAt, lastAt, series, visitors } = buffer;
  return chunksOf(series).map((chunk, i) => {
    const own = i === 0 ? visitors : new Float64Array(0);
    return {
      key: httpKeys.segment(startAt, instanceId, nextSeq()),
      segment: {
        startAt,
        lastAt,
        series: chunk.series,
        visitors: own,
        expiresAt: now + SEGMENT_KEEP_MS,
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
  const commits = commitsOf(segments);
  const options = { expireInMs: SEGMENT_KEEP_MS };
  for (const commit of commits) {
    await store.commit({
      mutations: commit.flatMap(({ key, segment }) => [
        { type: "set", key, value: segment, ...options },
        {
          type: "set",
          key: httpKeys.dirty("five", periodStart("five", segment.startAt)),
          value: 1,
          ...options,
        },
      ]),
      sizeBytes: commit.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    });
    onWritten(commit);
  }
  return commits.length;
}

/** Bounds of a listing. */
export interface SegmentRange {
  /** First minute, Unix milliseconds. */
  fromMs: number;
  /** First minute that is left out, Unix milliseconds. */
  toMs: number;
  /** Current time, Unix milliseconds; expired segments are left out. */
  now: number;
}

/** Lists segments filed under a range of minutes, oldest first. */
export async function* listSegments(
  store: Store,
  { fromMs, toMs, now }: SegmentRange,
): AsyncGenerator<HttpSegment> {
  const entries = store.list<HttpSegment>({
    start: httpKeys.segmentsFrom(fromMs),
    end: httpKeys.segmentsFrom(toMs),
  }, { batchSize: LIST_BATCH });
  for await (const { value } of entries) {
    if (value.expiresAt > now) yield value;
  }
}
