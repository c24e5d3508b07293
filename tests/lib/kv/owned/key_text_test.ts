import { deepEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { keyText } from "@/lib/kv/owned/key_text.ts";

const part = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.constantFrom("", "\0", "a", "a\0", "a\0b", "ab", "é", "\xff"),
  fc.double({ noNaN: true }),
  fc.integer({ min: -3, max: 300 }),
  fc.boolean(),
);

Deno.test("keyText() sorts as Deno KV sorts keys", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), {
        minLength: 2,
        maxLength: 30,
      }),
      async (keys) => {
        using kv = await Deno.openKv(":memory:");
        const atomic = kv.atomic();
        for (const key of keys) atomic.set(key, 1);
        await atomic.commit();
        const listed = await Array.fromAsync(kv.list({ prefix: [] }));
        const inOrder = listed.map(({ key }) => keyText(key));
        deepEqual(inOrder.toSorted(), inOrder);
        deepEqual(new Set(inOrder), new Set(keys.map(keyText)));
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("keyText() refuses what it could not sort, and what is too long", () => {
  throws(() => keyText(["a", 1n]), TypeError);
  throws(() => keyText(["a", new Uint8Array(1)]), TypeError);
  throws(() => keyText(["a".repeat(2_000)]), TypeError);
});
