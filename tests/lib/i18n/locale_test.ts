import { equal } from "node:assert/strict";
import { directionOf } from "@/lib/i18n/locale.ts";

Deno.test("directionOf() writes Arabic from right to left", () => {
  equal(directionOf("ar"), "rtl");
  equal(directionOf("vi"), "ltr");
});
