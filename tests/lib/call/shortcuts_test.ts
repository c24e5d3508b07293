import { equal } from "node:assert/strict";
import { type KeyPress, shortcutOf } from "@/lib/call/shortcuts.ts";

const press = (change: Partial<KeyPress>): KeyPress => ({
  key: "",
  code: "",
  repeat: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  defaultPrevented: false,
  ...change,
});

Deno.test("shortcutOf() knows the keys, in capitals and on other layouts", () => {
  equal(shortcutOf(press({ key: "Escape" }), false), "next");
  equal(shortcutOf(press({ key: "M" }), false), "mic");
  equal(shortcutOf(press({ key: "v" }), false), "camera");
  equal(shortcutOf(press({ key: "T" }), false), "text");
  equal(shortcutOf(press({ key: "ف", code: "KeyT" }), false), "text");
  equal(shortcutOf(press({ key: "?" }), false), "help");
  equal(shortcutOf(press({ key: "ة", code: "KeyM" }), false), "mic");
  equal(shortcutOf(press({ key: "x", code: "KeyX" }), false), null);
});

Deno.test("shortcutOf() leaves keys to fields, browsers and held fingers", () => {
  equal(shortcutOf(press({ key: "m" }), true), null);
  for (
    const held of [
      { repeat: true },
      { ctrlKey: true },
      { altKey: true },
      { metaKey: true },
      { defaultPrevented: true },
    ]
  ) {
    equal(shortcutOf(press({ key: "Escape", ...held }), false), null);
  }
});
