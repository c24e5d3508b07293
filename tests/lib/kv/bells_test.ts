import { deepEqual, equal, match } from "node:assert/strict";
import { type Appended, Bells } from "@/lib/kv/bells.ts";
import { Journal } from "@/lib/kv/owned/journal.ts";
import { OwnedKeys } from "@/lib/kv/owned/owned_keys.ts";
import { RemoteStore } from "@/lib/kv/remote_store.ts";
import { testLog, testStore } from "@/tests/helpers.ts";

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

Deno.test("Bells ring on when a listener fails, and tell the log", () => {
  const { log, lines } = testLog();
  const bells = new Bells(log);
  let count = 0;
  bells.listen(["a"], () => {
    throw new Error("of the listener");
  });
  bells.listen(["a"], () => count++);
  bells.ring(["a"]);
  equal(count, 1);
  equal(lines.length, 1);
  match(lines[0]!, /of the listener/);
});

Deno.test("a listener that fails harms no write", async () => {
  using kv = await Deno.openKv(":memory:");
  const { log, lines } = testLog();
  const bells = new Bells(log);
  const keys = await OwnedKeys.load(new Journal(kv), () => 0, bells);
  bells.listen(["bell"], () => {
    throw new Error("of the listener");
  });
  const outcomes = await Promise.all(["x", "y"].map((name) =>
    keys.commit({
      mutations: [
        { type: "ring", key: ["bell"] },
        { type: "set", key: ["pair", name], value: 1 },
      ],
    })
  ));
  equal(lines.length, 2);
  deepEqual(outcomes.map(({ ok }) => ok), [true, true]);
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

Deno.test("Store.listen() hears every bell that a write rings", async () => {
  using store = await testStore();
  const heard: string[] = [];
  const names = ["first", "second", "third"];
  for (const name of names) store.listen([name], () => heard.push(name));
  await store.commit({
    mutations: [
      { type: "set", key: ["pair", "x"], value: 1 },
      ...names.map((name) => ({ type: "ring", key: [name] }) as const),
    ],
  });
  deepEqual(heard, names);
});

for (const kind of ["owned", "remote"] as const) {
  Deno.test(`Store.listen() on a store of the kind "${kind}" hears what was appended, where the store knows`, async () => {
    using store = await testStore(kind);
    const heard: (Appended | null)[] = [];
    store.listen(["bell"], (appended) => heard.push(appended));
    const ring = { type: "ring", key: ["bell"] } as const;
    const append = (name: string, value: unknown) =>
      ({ type: "append", prefix: ["inbox", name], value }) as const;
    const value = { told: [1] };
    // Two appends to one log take two versions, on an owned store only.
    const twice = kind === "owned" ? [append("a", 3), ring] : [];
    await Promise.all([
      store.commit({ mutations: [append("a", value), ring] }),
      store.commit({
        mutations: [
          ring,
          append("a", 2),
          ring,
          append("b", "other"),
          ring,
          ...twice,
          { type: "set", key: ["inbox", "c"], value: 4 },
          ring,
        ],
      }),
    ]);
    value.told.push(2);
    const logs = [["inbox", "a"], ["inbox", "b"]].map((prefix) =>
      Array.fromAsync(store.list({ prefix }))
    );
    const told = (await Promise.all(logs)).flat().map(({ key, value }) => ({
      log: key.slice(0, -1),
      id: key.at(-1),
      value,
    }));
    const [first, second, third, other] = told;
    deepEqual(
      heard,
      kind === "owned"
        ? [first, null, second, other, third, null]
        : [null, null, null, null, null],
    );
    if (kind === "owned") deepEqual(first!.value, { told: [1] });
  });
}

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

Deno.test("Store.listen() on a shared store hears nothing once it was stopped, and leaves no watch", async () => {
  using kv = await Deno.openKv(":memory:");
  let watches = 0;
  kv.watch = () =>
    new ReadableStream({
      start: () => void watches++,
      cancel: () => void watches--,
    });
  const store = new RemoteStore(kv, { isShared: true });
  let heard = 0;
  const stop = store.listen(["bell"], () => heard++);
  const ring = { type: "ring", key: ["bell"] } as const;
  await store.commit({ mutations: [ring] });
  equal(watches, 1);
  stop();
  await store.commit({ mutations: [ring] });
  equal(heard, 1);
  equal(watches, 0);
});
