import { equal, notEqual } from "node:assert/strict";
import { fingerprint } from "@/lib/build/fingerprint.ts";

Deno.test("fingerprint() changes with sources, and does without fresh/", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/lib`);
    await Deno.writeTextFile(`${root}/lib/a.ts`, "1");
    const first = await fingerprint(root);
    equal(await fingerprint(root), first);
    await Deno.writeTextFile(`${root}/lib/a.ts`, "12");
    notEqual(await fingerprint(root), first);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
