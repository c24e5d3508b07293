import { equal } from "node:assert/strict";
import { type Passkey, Passkeys } from "@/lib/admin/passkeys.ts";
import { testStore } from "@/tests/helpers.ts";

function passkey(id: string, createdAt: number): Passkey {
  return {
    id,
    publicKey: new Uint8Array(4),
    counter: 0,
    transports: [],
    rpId: "localhost",
    name: id,
    createdAt,
    usedAt: null,
  };
}

Deno.test("Passkeys are listed in the order in which they were added", async () => {
  using store = await testStore();
  const passkeys = new Passkeys(store);
  for (const [id, at] of [["b", 1], ["a", 2], ["c", 3]] as const) {
    equal(await passkeys.add(passkey(id, at)), true);
  }
  equal((await passkeys.list()).map(({ id }) => id).join(""), "bac");
});

Deno.test("Passkeys.add() takes no id twice: another one must not take its place", async () => {
  using store = await testStore();
  const passkeys = new Passkeys(store);
  equal(await passkeys.add(passkey("a", 1)), true);
  equal(await passkeys.add({ ...passkey("a", 2), name: "forged" }), false);
  equal((await passkeys.get("a"))!.name, "a");
});
