import { deepEqual, equal, throws } from "node:assert/strict";
import * as icons from "lucide-preact";
import { ICON_SHAPES } from "@/components/icon_shapes.ts";
import { Mic } from "@/components/icons.tsx";
import { iconShapes } from "@/lib/build/icon_shapes.ts";

Deno.test("the shapes of icons are those of the package: see deno task icons", () => {
  deepEqual(iconShapes(icons), ICON_SHAPES);
});

Deno.test("iconShapes() names an icon that the package lost", () => {
  throws(() => iconShapes({}), /Cannot find an icon named "Bell"/);
});

Deno.test("an icon is drawn in its size and with its class, for eyes only", () => {
  const { type, props } = Mic({ class: "flips", size: 20 });
  equal(type, "svg");
  const { width, height, viewBox, class: name, ...rest } = props as Record<
    string,
    unknown
  >;
  deepEqual([width, height, viewBox, name], [20, 20, "0 0 24 24", "flips"]);
  equal(rest["aria-hidden"], "true");
  equal((rest["children"] as unknown[]).length, ICON_SHAPES.Mic.length);
});
