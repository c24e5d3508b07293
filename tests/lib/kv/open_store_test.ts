import { equal, ok, rejects } from "node:assert/strict";
import { openStore } from "@/lib/kv/open_store.ts";
import { RemoteStore } from "@/lib/kv/remote_store.ts";
import { OwnedStore } from "@/lib/kv/owned/owned_store.ts";
import { isStoreFailure } from "@/lib/kv/store_failure.ts";

async function withFile(run: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-store-" });
  try {
    await run(`${folder}/data/parley.sqlite`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openStore() makes the folder and keeps what was written", async () => {
  await withFile(async (path) => {
    for (const expected of [null, 1]) {
      using store = await openStore(path, ["pair"]);
      ok(store instanceof OwnedStore);
      equal((await store.get(["pair", "p"])).value, expected);
      await store.commit({
        mutations: [{ type: "set", key: ["pair", "p"], value: 1 }],
      });
    }
  });
});

Deno.test("openStore() refuses a file that is in use by another name", async () => {
  await withFile(async (path) => {
    using _first = await openStore(path, []);
    const link = `${path}.link`;
    await Deno.symlink(path, link);
    await rejects(openStore(link, []), { name: "Busy" });
  });
});

Deno.test("openStore() refuses a file that is in use, and frees it at the end", async () => {
  await withFile(async (path) => {
    const first = await openStore(path, []);
    await rejects(openStore(path, []), {
      name: "Busy",
      message: `"${path}" is in use by another process; ` +
        "a database file is for one",
    });
    first.close();
    using again = await openStore(path, []);
    equal((await again.get(["a"])).value, null);
  });
});

Deno.test("openStore() takes no write while its file is gone, and goes on once it is back", async () => {
  // Others cannot move a file away that is open there.
  if (Deno.build.os === "windows") return;
  await withFile(async (path) => {
    using store = await openStore(path, ["pair"]);
    const write = (key: Deno.KvKey) =>
      store.commit({ mutations: [{ type: "set", key, value: 1 }] });
    await write(["pair", "p"]);
    await Deno.rename(path, `${path}.away`);
    for (const key of [["pair", "q"], ["metric", "m"]]) {
      await rejects(write(key), isStoreFailure);
      // One of the same name is another one.
      await Deno.writeTextFile(path, "");
      await rejects(write(key), isStoreFailure);
      await Deno.remove(path);
    }
    equal((await store.get(["pair", "q"])).value, null);
    equal((await store.get(["pair", "p"])).value, 1);
    await Deno.rename(`${path}.away`, path);
    equal((await write(["pair", "q"])).ok, true);
    equal((await write(["metric", "m"])).ok, true);
  });
});

Deno.test("openStore() leaves a file free that it cannot open", async () => {
  await withFile(async (path) => {
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")));
    const text = "SQLite format 3\0" + "no database".repeat(1_000);
    await Deno.writeTextFile(path, text);
    await rejects(openStore(path, []), /not a database/);
    await Deno.remove(path);
    using store = await openStore(path, []);
    equal((await store.get(["a"])).value, null);
  });
});

Deno.test("openStore() lets go of a database whose journal it cannot read", async () => {
  await withFile(async (path) => {
    (await openStore(path, ["pair"])).close();
    using kv = await Deno.openKv(path);
    await kv.set(["owned_log", 0, 0], "no journal");
    // The handle that was opened is closed, or this test would leak it.
    await rejects(openStore(path, ["pair"]), SyntaxError);
    await kv.delete(["owned_log", 0, 0]);
    using store = await openStore(path, ["pair"]);
    equal((await store.get(["pair"])).value, null);
  });
});

Deno.test("openStore() trusts no memory where files cannot be locked", async () => {
  const { tryLockSync } = Deno.FsFile.prototype;
  const files = Deno.FsFile.prototype as Partial<Deno.FsFile>;
  delete files.tryLockSync;
  try {
    await withFile(async (path) => {
      using store = await openStore(path, ["pair"]);
      ok(store instanceof RemoteStore);
    });
  } finally {
    files.tryLockSync = tryLockSync;
  }
});

Deno.test("openStore() keeps two stores in memory apart", async () => {
  using one = await openStore(":memory:", ["pair"]);
  using two = await openStore(":memory:", ["pair"]);
  await one.commit({
    mutations: [{ type: "set", key: ["pair", "p"], value: 1 }],
  });
  equal((await two.get(["pair", "p"])).value, null);
});

for (const prefixes of [["pair"], []]) {
  Deno.test(`a closed store fails with BadResource, owned keys [${prefixes}]`, async () => {
    const store = await openStore(":memory:", prefixes);
    store.close();
    const closed = { name: "BadResource" };
    await rejects(() => store.get(["pair", "p"]), closed);
    const mutations = [{ type: "delete", key: ["pair", "p"] }] as const;
    await rejects(() => store.commit({ mutations }), closed);
  });
}
