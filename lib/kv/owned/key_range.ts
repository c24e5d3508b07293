/**
 * Which keys a listing is about.
 *
 * @module
 */

/** Keys in a row, and how many of them are read. */
export interface KeyRange {
  /** What all of them begin with. */
  prefix: Deno.KvKey;
  /** The first one; it begins with the prefix. */
  from: Deno.KvKey;
  /** Whether `from` itself is left out. */
  isBehindFrom: boolean;
  /** The first one that is left out, with all behind it; `null` for no end. */
  to: Deno.KvKey | null;
  /** Whether to begin at the end. */
  isReverse: boolean;
  /** Entries at most. */
  limit: number;
}

/** Tells the range of a selector. */
export function rangeOf(
  selector: Deno.KvListSelector,
  { isReverse, limit }: Pick<KeyRange, "isReverse" | "limit">,
): KeyRange {
  const { prefix = [], start, end = null } = selector as Partial<
    Record<"prefix" | "start" | "end", Deno.KvKey>
  >;
  return {
    prefix,
    from: start ?? prefix,
    // A prefix is about what is below it.
    isBehindFrom: start === undefined,
    to: end,
    isReverse,
    limit,
  };
}

/** Tells what is left of a range behind the last key that was read. */
export function rangeBehind(range: KeyRange, last: Deno.KvKey): KeyRange {
  return range.isReverse
    ? { ...range, to: last }
    : { ...range, from: last, isBehindFrom: true };
}
