import { equal } from "node:assert/strict";
import { keep, readKept } from "@/lib/call/kept.ts";

Deno.test("keep() and readKept() give back what was kept", () => {
  const kept = new Map<string, string>();
  const open = () => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
  equal(readKept("a", open), null);
  equal(keep("a", "1", open), true);
  equal(readKept("a", open), "1");
});

Deno.test("keep() and readKept() get along without a storage", () => {
  const open = () => {
    throw new DOMException("no", "SecurityError");
  };
  equal(keep("a", "1", open), false);
  equal(readKept("a", open), null);
});
