import { deepEqual, equal } from "node:assert/strict";
import { Journal } from "@/lib/kv/owned/journal.ts";
import { MemoryTable } from "@/lib/kv/owned/memory_table.ts";
import type { TableNode } from "@/lib/kv/owned/table_node.ts";
import { Unsettled } from "@/lib/kv/owned/unsettled.ts";

function rig() {
  const table = new MemoryTable();
  const unsettled = new Unsettled(table);
  /** Sets a key, as a commit does. */
  function set(key: Deno.KvKey): TableNode {
    const node = table.place(key);
    table.put(node, { value: 1, expiresAt: Infinity }, "1");
    unsettled.note(node);
    return node;
  }
  return { table, unsettled, set };
}

Deno.test("Unsettled lets go of a key that goes before it got a row", () => {
  const { table, unsettled, set } = rig();
  set(["pair", "a"]);
  const gone = set(["pair", "b"]);
  unsettled.remove(gone);
  equal(unsettled.size, 1);
  equal(table.find(["pair", "b"]), undefined);
});

Deno.test("Unsettled takes note of a key that comes back", () => {
  const { table, unsettled, set } = rig();
  // What is below it keeps the place in the tree.
  set(["pair", "b", "offer"]);
  const gone = set(["pair", "b"]);
  unsettled.remove(gone);
  equal(set(["pair", "b"]), gone);
  equal(unsettled.size, 2);
  equal(table.find(["pair", "b"])?.versionstamp, "1");
});

Deno.test("Unsettled keeps a key that goes and may have a row", () => {
  const { unsettled, set } = rig();
  const gone = set(["pair", "a"]);
  gone.mayHaveRow = true;
  unsettled.remove(gone);
  equal(unsettled.size, 1);
});

Deno.test("Unsettled lets go of a key's place once its row is removed", async () => {
  using kv = await Deno.openKv(":memory:");
  const journal = new Journal(kv);
  const { table, unsettled, set } = rig();
  const gone = set(["pair", "a"]);
  const back = set(["pair", "b"]);
  for (const node of [gone, back]) {
    node.mayHaveRow = true;
    unsettled.remove(node);
  }
  const settling = unsettled.settle(journal);
  set(["pair", "b"]);
  await settling;
  equal(table.find(["pair", "a"]), undefined);
  deepEqual([back.versionstamp, back.mayHaveRow], ["1", true]);
});
