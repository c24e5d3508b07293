/**
 * `deno task icons`: writes the shapes of our icons.
 *
 * @module
 */

import * as icons from "lucide-preact";
import { ICON_SETS, iconShapes, iconShapesText } from "./icon_shapes.ts";

for (const [path, names] of Object.entries(ICON_SETS)) {
  await Deno.writeTextFile(
    new URL(`../../${path}`, import.meta.url),
    iconShapesText(iconShapes(icons, names)),
  );
}
