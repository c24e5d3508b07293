import { deepEqual, equal } from "node:assert/strict";
import { Branches } from "@/lib/kv/owned/branches.ts";

function listed(
  branches: Branches<number>,
  start?: Deno.KvKeyPart,
  isReverse = false,
): Deno.KvKeyPart[] {
  return [...branches.inOrder(start, isReverse)].map(([part]) => part);
}

for (const count of [5, 40]) {
  Deno.test(`Branches lists ${count} in order, also those that come later, and none that went`, () => {
    const branches = new Branches<number>();
    for (let i = count - 1; i >= 0; i--) branches.set(i * 2, i);
    const all = Array.from({ length: count }, (_, i) => i * 2);
    deepEqual(listed(branches), all);
    branches.delete(2);
    branches.set(3, 0);
    const now = all.map((part) => part === 2 ? 3 : part);
    deepEqual(listed(branches), now);
    deepEqual(listed(branches, undefined, true), now.toReversed());
    equal(branches.size, count);
    const from4 = now.filter((part) => part >= 4);
    deepEqual(listed(branches, 4).slice(-from4.length), from4);
  });
}

Deno.test("Branches lists few that came in order, until one did not", () => {
  const branches = new Branches<number>();
  for (const part of ["a", "c", 1, true]) branches.set(part, 0);
  deepEqual(listed(branches), ["a", "c", 1, true]);
  deepEqual(listed(branches, undefined, true), [true, 1, "c", "a"]);
  branches.set("a", 1);
  branches.set("d", 1);
  deepEqual(listed(branches), ["a", "c", "d", 1, true]);
  branches.delete("d");
  branches.set("b", 1);
  deepEqual(listed(branches), ["a", "b", "c", 1, true]);
});
