import { deepEqual, equal } from "node:assert/strict";
import { Bells } from "@/lib/kv/bells.ts";
import { RemoteStore } from "@/lib/kv/remote_store.ts";
import { testStore } from "@/tests/helpers.ts";

Deno.test("Bells ring for those who listen, and for nobody else", () => {
  const bells = new Bells();
  const heard: string[] = [];
  const stop = bells.listen(["a"], () => heard.push("first"));
  const stopSecond = bells.listen(["a"], () => heard.push("second"));
  bells.ring(["a"]);
  bells.ring(["b"]);
  stop();
  bells.ring(["a"]);
  deepEqual(heard, ["first", "second", "second"]);
  stopSecond();
  equal(bells.size, 0);
});

Deno.test("Bells forget nobody who comes while another one goes", () => {
  const bells = new Bells();
  const stopOld = bells.listen(["a"], () => {});
  stopOld();
  let count = 0;
  const stopNew = bells.listen(["a"], () => count++);
  stopOld();
  bells.ring(["a"]);
  equal(count, 1);
  stopNew();
});

Deno.test("Store.listen() hears what rings once it is written, and no refused write", async () => {
  using store = await testStore();
  const seen: (number | null)[] = [];
  const stop = store.listen(["bell"], () => seen.push(written));
  let written: number | null = null;
  const ring = { type: "ring", key: ["bell"] } as const;
  const write = (value: number, versionstamp: string | null) =>
    store.commit({
      checks: [{ key: ["pair", "x"], versionstamp }],
      mutations: [{ type: "set", key: ["pair", "x"], value }, ring],
    });
  const done = write(1, null);
  written = 1;
  await done;
  await write(2, null);
  deepEqual(seen, [1]);
  stop();
  await store.commit({ mutations: [ring] });
  deepEqual(seen, [1]);
});

Deno.test("Store.listen() hears writes of other instances on a shared store", async () => {
  const path = await Deno.makeTempFile();
  try {
    using one = new RemoteStore(await Deno.openKv(path), { isShared: true });
    using other = new RemoteStore(await Deno.openKv(path), { isShared: true });
    const rings = [
      Promise.withResolvers<void>(),
      Promise.withResolvers<void>(),
    ];
    let count = 0;
    const stop = one.listen(["bell"], () => rings[count++]!.resolve());
    // The first ring only says how things stand.
    await rings[0]!.promise;
    await other.commit({ mutations: [{ type: "ring", key: ["bell"] }] });
    await rings[1]!.promise;
    stop();
  } finally {
    await Deno.remove(path);
  }
});
