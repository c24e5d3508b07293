import { deepEqual, equal, ok } from "node:assert/strict";
import {
  KEPT_ROUNDS,
  LANES,
  type Moment,
  openLanes,
  readRounds,
  SIDES,
} from "./killed_writer.ts";

/** Where one writer after the other dies, on one database. */
const DEATHS: readonly [commit: number, Moment][] = [
  [3, "during"],
  [2, "before"],
  [3, "after"],
  [4, "after"],
  [5, "during"],
];

/**
 * Lets a process write until it dies.
 *
 * @returns The last round that it told of, by lane.
 */
async function writeAndDie(
  path: string,
  [commit, moment]: [number, Moment],
): Promise<Map<number, number>> {
  const script = new URL("killed_writer.ts", import.meta.url).pathname;
  const { signal, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, path, `${commit}`, moment],
    stdout: "piped",
  }).output();
  equal(signal, "SIGKILL");
  const lines = new TextDecoder().decode(stdout).split("\n").slice(0, -1);
  return new Map(
    lines.map((line) => line.split(" ").map(Number) as [number, number]),
  );
}

/** Says whether the journal holds a commit as texts, in several parts. */
async function hasTexts(kv: Deno.Kv): Promise<boolean> {
  for await (const { key, value } of kv.list({ prefix: ["owned_log"] })) {
    if (typeof value === "string" && (key[2] as number) > 0) return true;
  }
  return false;
}

/** The last rounds up to one, as many as are kept. */
function keptUpTo(latest: number): number[] {
  const first = Math.max(0, latest + 1 - KEPT_ROUNDS);
  return Array.from({ length: latest + 1 - first }, (_, i) => first + i);
}

Deno.test("commits written as texts in parts are there whole or not at all after a kill, and none that was answered is lost", async () => {
  const folder = await Deno.makeTempDir({ prefix: "parley-killed-" });
  const path = `${folder}/kv.sqlite`;
  const last: number[] = Array(LANES).fill(-1);
  try {
    for (const [commit, moment] of DEATHS) {
      const told = await writeAndDie(path, [commit, moment]);
      ok(told.size > 0, "no write was answered");
      const kv = await Deno.openKv(path);
      ok(await hasTexts(kv), "no commit was written as texts");
      using store = await openLanes(kv);
      for (const [lane, sides] of (await readRounds(store)).entries()) {
        const latest = sides[SIDES[0]!]!.at(-1) ?? -1;
        const answered = told.get(lane) ?? last[lane]!;
        ok(
          latest === answered || latest === answered + 1,
          `lane ${lane}: ${answered} was answered, ${latest} is there`,
        );
        for (const side of SIDES) deepEqual(sides[side], keptUpTo(latest));
        last[lane] = latest;
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
