import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { orderedId } from "@/lib/identity/ordered_id.ts";
import { TokenSigner } from "@/lib/identity/signed_token.ts";

const NOW = Date.UTC(2026, 10, 20);
const signer = new TokenSigner("secret-0123456789", "test");
const content = { id: "visitor_1", expiresAt: NOW + 60_000 };

Deno.test("TokenSigner.verify() reads what sign() wrote, until it expires", () => {
  const token = signer.sign(content);
  deepEqual(signer.verify(token, NOW), content);
  equal(signer.verify(token, NOW + 60_000), null);
});

Deno.test("TokenSigner.verify() refuses another secret's and another purpose's", () => {
  const token = signer.sign(content);
  equal(new TokenSigner("other-0123456789", "test").verify(token, NOW), null);
  equal(new TokenSigner("secret-0123456789", "vip").verify(token, NOW), null);
});

Deno.test("TokenSigner.verify() refuses a token with any one character changed", () => {
  const token = signer.sign(content);
  fc.assert(fc.property(
    fc.nat({ max: token.length - 1 }),
    fc.constantFrom(..."abcXYZ019-_."),
    (at, character) => {
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      const want = changed === token ? content : null;
      deepEqual(signer.verify(changed, NOW), want);
    },
  ));
});

Deno.test("TokenSigner.verify() takes any text without throwing", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    equal(signer.verify(text, NOW), null);
  }));
});

Deno.test("TokenSigner.sign() refuses an id that could not be read back", () => {
  throws(() => signer.sign({ ...content, id: "a.b" }), RangeError);
});

Deno.test("orderedId() sorts by time, does not repeat and fits a token", () => {
  const ids = Array.from({ length: 100 }, (_, i) => orderedId(NOW + i));
  deepEqual([...ids].sort(), ids);
  equal(new Set(Array.from({ length: 100 }, () => orderedId(NOW))).size, 100);
  equal(
    signer.verify(signer.sign({ ...content, id: ids[0]! }), NOW)?.id,
    ids[0],
  );
});
