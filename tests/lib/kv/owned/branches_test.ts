import { deepEqual, equal } from "node:assert/strict";
import { Branches } from "@/lib/kv/owned/branches.ts";

/** What is below a place, made of these parts in turn. */
function branchesOf(
  [first, ...others]: Deno.KvKeyPart[],
): Branches<{ part: Deno.KvKeyPart }> {
  const branches = new Branches({ part: first! });
  for (const part of others) branches.add({ part });
  return branches;
}

function listed(
  branches: ReturnType<typeof branchesOf>,
  start?: Deno.KvKeyPart,
  isReverse = false,
): Deno.KvKeyPart[] {
  return [...branches.inOrder(start, isReverse)].map(({ part }) => part);
}

for (const count of [5, 16, 17, 40]) {
  Deno.test(`Branches lists ${count} in order, also those that come later, and none that went`, () => {
    const all = Array.from({ length: count }, (_, i) => i * 2);
    const branches = branchesOf(all.toReversed());
    deepEqual(listed(branches), all);
    branches.delete(2);
    branches.add({ part: 3 });
    const now = all.map((part) => part === 2 ? 3 : part);
    deepEqual(listed(branches), now);
    deepEqual(listed(branches, undefined, true), now.toReversed());
    deepEqual([2, ...now].map((part) => branches.get(part)?.part), [
      undefined,
      ...now,
    ]);
    equal(branches.size, count);
    const from4 = now.filter((part) => part >= 4);
    const isMany = count > 16;
    deepEqual(listed(branches, 4), isMany ? from4 : now);
    const downFrom4 = listed(branches, 4, true);
    deepEqual(downFrom4, isMany ? [4, 3, 0] : now.toReversed());
  });
}

Deno.test("Branches lists parts of all kinds, in whatever order they came", () => {
  const branches = branchesOf([1, "c", true, "a"]);
  deepEqual(listed(branches), ["a", "c", 1, true]);
  deepEqual(listed(branches, undefined, true), [true, 1, "c", "a"]);
  branches.add({ part: "d" });
  branches.delete("none");
  deepEqual(listed(branches), ["a", "c", "d", 1, true]);
  branches.delete("d");
  branches.add({ part: "b" });
  deepEqual(listed(branches), ["a", "b", "c", 1, true]);
});

Deno.test("Branches finds those that were few before they were many", () => {
  const branches = branchesOf(Array.from({ length: 17 }, (_, i) => i));
  branches.delete(0);
  equal(branches.get(0), undefined);
  equal(branches.get(1)?.part, 1);
  for (let i = 1; i < 17; i++) branches.delete(i);
  equal(branches.size, 0);
});
