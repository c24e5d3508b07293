import { equal } from "node:assert/strict";
import { openStore } from "@/lib/kv/open_store.ts";

const rightsOf = async (path: string) => (await Deno.stat(path)).mode! & 0o777;

for (const before of ["new", "old and open to all"]) {
  Deno.test(`openStore() keeps a file to its owner that is ${before}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const path = `${folder}/data/a.sqlite`;
      if (before !== "new") {
        (await openStore(path, [])).close();
        await Deno.chmod(path, 0o644);
        await Deno.chmod(`${path}.lock`, 0o644);
      }
      {
        using store = await openStore(path, []);
        await store.commit({
          mutations: [{ type: "set", key: ["a"], value: 1 }],
        });
        for (const end of ["", "-wal", "-shm", ".lock"]) {
          equal(await rightsOf(path + end), 0o600, end);
        }
      }
      equal(await rightsOf(`${folder}/data`), 0o700);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
