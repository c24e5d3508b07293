import { deepEqual, equal, throws } from "node:assert/strict";
import * as icons from "lucide-preact";
import { ICON_SHAPES } from "@/components/icon_shapes.ts";
import { Mic } from "@/components/icons.tsx";
import { ICON_SHAPES as REPORT_ICON_SHAPES } from "@/components/report_icon_shapes.ts";
import { ICON_SETS, iconShapes } from "@/lib/build/icon_shapes.ts";

Deno.test("the shapes of icons are those of the package: see deno task icons", () => {
  deepEqual(
    Object.values(ICON_SETS).map((names) => iconShapes(icons, names)),
    [ICON_SHAPES, REPORT_ICON_SHAPES],
  );
});

Deno.test("iconShapes() names an icon that the package lost", () => {
  throws(() => iconShapes({}, ["Bell"]), /Cannot find an icon named "Bell"/);
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
