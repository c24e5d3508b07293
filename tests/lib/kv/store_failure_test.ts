import { equal, rejects } from "node:assert/strict";
import { retryLocked } from "@/lib/kv/retry_locked.ts";
import { ContendedError, isStoreFailure } from "@/lib/kv/store_failure.ts";
import { testStore } from "@/tests/helpers.ts";

const failures = [
  new TypeError("database is locked"),
  new TypeError("database or disk is full"),
  new Error("disk I/O error"),
  new TypeError("attempt to write a readonly database"),
  new Error("unable to open database file"),
  new Deno.errors.BadResource("Bad resource ID"),
  new ContendedError("others keep changing it"),
];
for (const error of failures) {
  Deno.test(`isStoreFailure() knows "${error.message}"`, () => {
    equal(isStoreFailure(error), true);
  });
}

Deno.test("isStoreFailure() leaves mistakes of ours to be noticed", () => {
  equal(isStoreFailure(new TypeError("x is not a function")), false);
  equal(isStoreFailure(new TypeError("Value too large (max 65536)")), false);
  equal(isStoreFailure("database is locked"), false);
});

Deno.test("isStoreFailure() knows what a closed store says", async () => {
  const store = await testStore();
  store.close();
  await rejects(store.get(["a"]), isStoreFailure);
  await rejects(store.commit({ mutations: [] }), isStoreFailure);
});

Deno.test("retryLocked() gives up once a lock took seconds", async () => {
  let ms = 0;
  let tries = 0;
  const locked = () => {
    tries++;
    ms += 5_000;
    return Promise.reject(new TypeError("database is locked"));
  };
  await rejects(retryLocked(locked, () => 0, () => ms), isStoreFailure);
  equal(tries, 1);
});
