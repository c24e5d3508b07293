/**
 * A process that writes commits above 780,000 bytes of UTF-8 to a database,
 * says what it was told is done, and dies by `kill -9` at one of its commits.
 *
 *     deno run -A tests/lib/kv/owned/killed_writer.ts FILE COMMIT MOMENT
 *
 * @module
 */

import { OwnedStore } from "@/lib/kv/owned/owned_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Mutation } from "@/lib/kv/write.ts";

/** So many write at once, each one thing after the other. */
export const LANES = 24;

/** So many rounds of a lane are kept. */
export const KEPT_ROUNDS = 3;

/** Keys of one write. */
export const SIDES: readonly string[] = ["a", "b"];

const VALUE_CHARS = 16_000;

/** When a commit kills: before it is sent, while it is made, or once it is. */
export type Moment = "before" | "during" | "after";

/** Opens a database as a store that keeps these keys in memory. */
export async function openLanes(kv: Deno.Kv): Promise<Store> {
  return await OwnedStore.load(kv, { prefixes: ["o"] });
}

/** What a round of a lane sets at each of its keys, three bytes a letter. */
export function valueOf(lane: number, round: number): string {
  return `${lane}.${round} ` +
    String.fromCharCode(0x4e00 + lane + round).repeat(VALUE_CHARS);
}

/** Reads which rounds of each lane are there, by side, in order. */
export async function readRounds(
  store: Store,
): Promise<Record<string, number[]>[]> {
  const lanes = Array.from(
    { length: LANES },
    () => Object.fromEntries(SIDES.map((side) => [side, [] as number[]])),
  );
  const listing = store.list<string>({ prefix: ["o"] });
  for await (const { key, value } of listing) {
    const [, lane, side, round] = key as [string, number, string, number];
    if (value !== valueOf(lane, round)) throw new Error(`torn: ${key}`);
    lanes[lane]![side]!.push(round);
  }
  return lanes;
}

/** One round: it comes with all its keys, and an old one goes. */
function mutationsOf(lane: number, round: number): Mutation[] {
  return SIDES.flatMap((side): Mutation[] => [
    {
      type: "set",
      key: ["o", lane, side, round],
      value: valueOf(lane, round),
    },
    { type: "delete", key: ["o", lane, side, round - KEPT_ROUNDS] },
  ]);
}

async function writeForEver(store: Store): Promise<void> {
  const rounds = await readRounds(store);
  await Promise.all(rounds.map(async (sides, lane) => {
    const last = Math.max(-1, ...sides[SIDES[0]!]!);
    for (let round = last + 1;; round++) {
      await store.commit({ mutations: mutationsOf(lane, round) });
      const line = new TextEncoder().encode(`${lane} ${round}\n`);
      Deno.stdout.writeSync(line);
    }
  }));
}

/** Makes a database kill this process at its commit of this number. */
function dieAt(kv: Deno.Kv, commit: number, moment: Moment): void {
  let count = 0;
  const { atomic } = kv;
  const die = () => Deno.kill(Deno.pid, "SIGKILL");
  kv.atomic = () => {
    const operation = atomic.call(kv);
    const made = operation.commit.bind(operation);
    operation.commit = (async () => {
      if (++count < commit) return await made();
      if (moment === "before") die();
      const result = made();
      if (moment === "during") die();
      await result;
      die();
    }) as typeof operation.commit;
    return operation;
  };
}

if (import.meta.main) {
  const [path, commit, moment] = Deno.args;
  const kv = await Deno.openKv(path!);
  using store = await openLanes(kv);
  dieAt(kv, Number(commit), moment as Moment);
  await writeForEver(store);
}
