import { deepEqual, equal } from "node:assert/strict";
import { keyboardInsetPx, watchKeyboard } from "@/lib/call/keyboard_inset.ts";

const viewport = { height: 844, offsetTop: 0, scale: 1 };

Deno.test("keyboardInsetPx() is what the keyboard covers", () => {
  equal(keyboardInsetPx(844, viewport), 0);
  equal(keyboardInsetPx(844, { ...viewport, height: 508 }), 336);
  // Safari also moves what is seen towards the field.
  const moved = { ...viewport, height: 508, offsetTop: 100 };
  equal(keyboardInsetPx(844, moved), 236);
});

Deno.test("keyboardInsetPx() takes neither bars nor a zoom for a keyboard", () => {
  equal(keyboardInsetPx(844, { ...viewport, height: 780 }), 0);
  const zoomed = { height: 422, offsetTop: 50, scale: 2 };
  equal(keyboardInsetPx(844, zoomed), 0);
});

Deno.test("watchKeyboard() tells at once and of changes, until it ends", () => {
  const seen: number[] = [];
  const port = Object.assign(new EventTarget(), viewport);
  const end = watchKeyboard(port, {
    pageHeightPx: () => 844,
    onInset: (px) => seen.push(px),
  });
  port.height = 500;
  port.dispatchEvent(new Event("resize"));
  port.offsetTop = 44;
  port.dispatchEvent(new Event("scroll"));
  end();
  port.dispatchEvent(new Event("resize"));
  deepEqual(seen, [0, 344, 300]);
});

Deno.test("watchKeyboard() does nothing where the page shrinks by itself", () => {
  watchKeyboard(null, {
    pageHeightPx: () => 844,
    onInset() {
      throw new Error("called");
    },
  })();
});
