import { deepEqual, equal, rejects } from "node:assert/strict";
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

for (
  const [what, text] of [
    ["another text", "root:x:0:0:\n"],
    ["an older database", "** This file contains an SQLite 2.1 database **"],
  ] as const
) {
  Deno.test(`openStore() leaves a file alone that is ${what}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const path = `${folder}/notes.txt`;
      await Deno.writeTextFile(path, text);
      await Deno.chmod(path, 0o644);
      await rejects(openStore(path, []), {
        message: `"${path}" is not a database`,
      });
      equal(await rightsOf(path), 0o644);
      equal(await Deno.readTextFile(path), text);
      const names = await Array.fromAsync(Deno.readDir(folder));
      deepEqual(names.map(({ name }) => name), ["notes.txt"]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("openStore() leaves a folder alone", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/data`, { mode: 0o755 });
    await rejects(openStore(`${folder}/data`, []), /is not a database/);
    equal(await rightsOf(`${folder}/data`), 0o755);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("openStore() takes an empty file for a new database", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/a.sqlite`;
    await Deno.writeTextFile(path, "");
    (await openStore(path, [])).close();
    equal(await rightsOf(path), 0o600);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
