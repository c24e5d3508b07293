import { equal } from "node:assert/strict";
import { PairMemory, REMEMBER_MS } from "@/lib/signaling/pair_memory.ts";
import type { PairEntry } from "@/lib/signaling/pair.ts";

function entryOf(pairId: string, versionstamp = "1"): PairEntry {
  return {
    key: ["pair", pairId],
    value: {
      pairId,
      callerId: "a",
      calleeId: "b",
      createdAt: 0,
      expiresAt: 1e9,
    },
    versionstamp,
  };
}

Deno.test("PairMemory recalls a pair for its moment", () => {
  const memory = new PairMemory();
  const entry = entryOf("p");
  equal(memory.recall("p", 0), undefined);
  memory.note(entry, 100);
  equal(memory.recall("p", 100 + REMEMBER_MS - 1), entry);
  equal(memory.recall("p", 100 + REMEMBER_MS), undefined);
});

Deno.test("PairMemory does not outlast a clock that is put back", () => {
  const memory = new PairMemory();
  memory.note(entryOf("p"), 3_600_000);
  equal(memory.recall("p", 0), undefined);
});

Deno.test("PairMemory keeps an ended pair ended, whatever is read late", () => {
  const memory = new PairMemory();
  memory.note(entryOf("p"), 0);
  memory.noteEnded("p");
  memory.note(entryOf("p"), 0);
  equal(memory.recall("p", 0), null);
  equal(memory.recall("p", 1e9), null);
});

Deno.test("PairMemory takes an absent pair for ended only when it was known", () => {
  const memory = new PairMemory();
  memory.note(entryOf("known"), 0);
  memory.noteAbsent("known");
  memory.noteAbsent("invented");
  equal(memory.recall("known", 0), null);
  equal(memory.recall("invented", 0), undefined);
});

Deno.test("PairMemory forgets the oldest of very many", () => {
  const memory = new PairMemory();
  for (let i = 0; i < 10_000; i++) memory.note(entryOf(`p${i}`), 0);
  memory.note(entryOf("p0"), 0);
  memory.note(entryOf("one more"), 0);
  equal(memory.recall("p1", 0), undefined);
  equal(memory.recall("p0", 0)?.value.pairId, "p0");
  equal(memory.recall("one more", 0)?.value.pairId, "one more");
});
