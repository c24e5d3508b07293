import { deepEqual, equal, rejects } from "node:assert/strict";
import type { Figures } from "@/lib/settings/figures.ts";
import { isAllowed, readFigures } from "@/lib/settings/figures.ts";
import { KeptFigures } from "@/lib/settings/kept_figures.ts";
import { ContendedError } from "@/lib/kv/store_failure.ts";
import type { Store } from "@/lib/kv/store.ts";
import { beforeCommit, changes, testLog, testStore } from "@/tests/helpers.ts";

type Name = "waitMs" | "count";

const FIGURES: Figures<Name> = {
  waitMs: { label: "Wait", unit: "ms", min: 0, max: 100 },
  count: { label: "Count", unit: "", min: 1, max: 9, isWhole: true },
};
const DEFAULTS = { waitMs: 10, count: 3 };

function keep(store: Store) {
  const { log, lines } = testLog();
  const deps = { store, log, group: "g", figures: FIGURES, defaults: DEFAULTS };
  return { kept: new KeptFigures(deps), lines };
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields);

Deno.test("readFigures() reads what may be set, and empty as the default", () => {
  deepEqual(readFigures(FIGURES, form({ waitMs: " 1.5 ", count: "" })), {
    isRight: true,
    changes: { waitMs: 1.5, count: null },
  });
  deepEqual(readFigures(FIGURES, form({ other: "5" })), {
    isRight: true,
    changes: {},
  });
});

Deno.test("readFigures() says what is wrong, field by field", () => {
  const wrong = { waitMs: "101", count: "2.5" };
  deepEqual(readFigures(FIGURES, form(wrong)), {
    isRight: false,
    problems: {
      waitMs: "Must be at most 100",
      count: "Must be a whole number",
    },
  });
  for (const waitMs of ["-1", "x", "Infinity", "NaN", "1e9"]) {
    equal(readFigures(FIGURES, form({ waitMs })).isRight, false, waitMs);
  }
});

Deno.test("isAllowed() takes the bounds themselves, and no other type", () => {
  equal(isAllowed(FIGURES.count, 1), true);
  equal(isAllowed(FIGURES.count, 9), true);
  equal(isAllowed(FIGURES.count, 10), false);
  equal(isAllowed(FIGURES.count, "5"), false);
  equal(isAllowed(FIGURES.count, NaN), false);
});

Deno.test("KeptFigures goes by the defaults until something is set", async () => {
  using store = await testStore();
  const { kept } = keep(store);
  deepEqual(await kept.values(), DEFAULTS);
  deepEqual(await kept.change({ waitMs: 20 }), [
    { name: "waitMs", from: 10, to: 20 },
  ]);
  deepEqual(await kept.values(), { waitMs: 20, count: 3 });
  deepEqual(await kept.overrides(), { waitMs: 20 });
});

Deno.test("KeptFigures holds on every instance, and goes back", async () => {
  using store = await testStore();
  const [one, two] = [keep(store).kept, keep(store).kept];
  await one.change({ waitMs: 20, count: 5 });
  deepEqual(await two.values(), { waitMs: 20, count: 5 });
  deepEqual(await two.change({ waitMs: null }), [
    { name: "waitMs", from: 20, to: 10 },
  ]);
  deepEqual(await one.overrides(), { count: 5 });
  deepEqual(await one.change({ count: 5 }), []);
});

Deno.test("KeptFigures loses neither of two changes at once", async () => {
  using store = await testStore();
  const [one, two] = [keep(store).kept, keep(store).kept];
  beforeCommit(store, changes("setting"), () => two.change({ count: 7 }));
  await one.change({ waitMs: 20 });
  deepEqual(await one.values(), { waitMs: 20, count: 7 });
});

Deno.test("KeptFigures gives up when others keep changing", async () => {
  using store = await testStore();
  store.commit = () => Promise.resolve({ ok: false, versionstamp: "" });
  await rejects(keep(store).kept.change({ count: 7 }), ContendedError);
});

Deno.test("KeptFigures goes by the default where a kept value is out of bounds", async () => {
  using store = await testStore();
  await store.commit({
    mutations: [{
      type: "set",
      key: ["setting", "g"],
      value: { waitMs: 500, count: 4, gone: 1 },
    }],
  });
  const { kept, lines } = keep(store);
  deepEqual(await kept.values(), { waitMs: 10, count: 4 });
  equal(lines.length, 1);
});

Deno.test("KeptFigures warns of nothing where nothing is set", async () => {
  using store = await testStore();
  const { kept, lines } = keep(store);
  await kept.change({ count: 5 });
  deepEqual(await kept.values(), { waitMs: 10, count: 5 });
  deepEqual(lines, []);
});
