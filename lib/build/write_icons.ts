/**
 * `deno task icons`: writes the shapes of our icons.
 *
 * @module
 */

import * as icons from "lucide-preact";
import { iconShapes, iconShapesText } from "./icon_shapes.ts";

await Deno.writeTextFile(
  new URL("../../components/icon_shapes.ts", import.meta.url),
  iconShapesText(iconShapes(icons)),
);
