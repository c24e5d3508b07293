/**
 * One place in the tree of keys.
 *
 * @module
 */

import { Branches } from "./branches.ts";
import type { Recorded } from "./recorded.ts";

/** A key, or the way to keys that begin with it, or both. */
export class TableNode {
  /** The place above; `null` for that of the empty key. */
  readonly parent: TableNode | null;
  /** Last part of its key. */
  readonly part: Deno.KvKeyPart;
  /** What is kept, frozen; means nothing without a version. */
  value: unknown = undefined;
  /** Version of the value; `null` when there is no such key. */
  versionstamp: string | null = null;
  /** When it may go, Unix milliseconds; `Infinity` for never. */
  expiresAt: number = Infinity;
  /** Whether the record may have a row of its own for it. */
  mayHaveRow = false;
  /** How often the key was carried over in the journal since it came. */
  age = 0;
  /** The last change of it that is on its way to the disk; `null` for none. */
  draft: Recorded | null = null;
  /** Whether it waits to be settled. */
  isUnsettled = false;
  /** What is below; `null` for nothing. */
  below: Branches<TableNode> | null = null;

  /** Makes a place without a value. */
  constructor(parent: TableNode | null, part: Deno.KvKeyPart) {
    this.parent = parent;
    this.part = part;
  }

  /** Finds the place just below, or makes it. */
  child(part: Deno.KvKeyPart): TableNode {
    const known = this.below?.get(part);
    if (known !== undefined) return known;
    const made = new TableNode(this, part);
    if (this.below === null) this.below = new Branches(made);
    else this.below.add(made);
    return made;
  }

  /**
   * Whether it holds nothing and is not going to, leads nowhere and has no row
   * to be removed.
   */
  get isNeedless(): boolean {
    return this.versionstamp === null && this.below === null &&
      this.draft === null && !this.mayHaveRow;
  }
}

/** Tells the key of a place. */
export function keyOf(place: TableNode): Deno.KvKeyPart[] {
  let depth = 0;
  for (let node = place; node.parent !== null; node = node.parent) depth++;
  const key = new Array<Deno.KvKeyPart>(depth);
  for (let node = place; node.parent !== null; node = node.parent) {
    key[--depth] = node.part;
  }
  return key;
}

/** Finds a place by its key from a place above it. */
export function findBelow(
  top: TableNode,
  key: Deno.KvKey,
): TableNode | undefined {
  let node: TableNode | undefined = top;
  // By number: an iterator makes an object for each step.
  for (let i = 0; i < key.length; i++) {
    node = node.below?.get(key[i]!);
    if (node === undefined) return undefined;
  }
  return node;
}

/** Takes a place out of the tree if nothing needs it, and so those above it. */
export function prune(place: TableNode): void {
  let node = place;
  while (node.parent !== null && node.isNeedless) {
    const { parent, part } = node;
    parent.below?.delete(part);
    if (parent.below?.size === 0) parent.below = null;
    node = parent;
  }
}
