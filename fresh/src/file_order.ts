/**
 * The order of route files, in which the first pattern that fits answers.
 *
 * @module
 */

/**
 * Orders paths of route files: `_app` first; on each level what holds for the
 * level, `index`, names, groups, parameters, and what takes the rest last.
 *
 * Of two paths where one goes on, the longer comes first; only a part of one
 * letter leaves the order as it was found, which is how upstream counts.
 */
export function comparePaths(a: string, b: string): number {
  if (a.endsWith("_app")) return -1;
  if (b.endsWith("_app")) return 1;
  const [left, right] = [a.split("/"), b.split("/")];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x = "", y = ""] = [left[i], right[i]];
    const order = compareParts(
      { text: x, isLast: i === left.length - 1 },
      { text: y, isLast: i === right.length - 1 },
    );
    if (order !== 0) return order;
    if (x !== y) return 0;
  }
  const isShort = (parts: string[]) => parts.at(-1)!.length < 2;
  if (left.length === right.length) return 0;
  const shorter = left.length < right.length ? left : right;
  return isShort(shorter) ? 0 : right.length - left.length;
}

/** One part of a path. */
interface Part {
  text: string;
  isLast: boolean;
}

function compareParts(a: Part, b: Part): number {
  const [x, y] = [a.text, b.text];
  if (x === y) return 0;
  const groups = compareGroups(x, y);
  if (groups !== 0) return groups;
  const ranks = rankOf(b) - rankOf(a);
  if (x !== "" && y !== "" && ranks !== 0) return ranks;
  if (y.startsWith(x)) return a.isLast ? whenShorter(x) : -1;
  if (x.startsWith(y)) return b.isLast ? -whenShorter(y) : 1;
  return x < y ? -1 : 1;
}

function whenShorter(text: string): number {
  return text.length < 2 ? 0 : 1;
}

function compareGroups(x: string, y: string): number {
  const [isGroup, isOther] = [x.startsWith("("), y.startsWith("(")];
  if (isGroup === isOther) return 0;
  if (isGroup) return y.startsWith("[") ? -1 : 1;
  return x.startsWith("[") ? 1 : -1;
}

function rankOf({ text, isLast }: Part): number {
  if (text.startsWith("_m")) return 6;
  if (text.startsWith("_e")) return 4;
  if (text.startsWith("_")) return 5;
  if (text.startsWith("[.")) return 0;
  if (text.startsWith("[")) return 1;
  return isLast && text === "index" || text.startsWith("index.") ? 3 : 2;
}
