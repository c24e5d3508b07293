import { deepEqual } from "node:assert/strict";
import { tickPaths } from "@/components/admin/calls/CallRowItem.tsx";

Deno.test("tickPaths() draws a bar for each member, those that look alike in one", () => {
  const member = { country: "XX", isBroken: false };
  const paths = tickPaths([
    { ...member, id: "a", quality: "excellent" },
    { ...member, id: "b", quality: "poor" },
    { ...member, id: "c", quality: "excellent", isBroken: true },
    { ...member, id: "d", quality: undefined },
    { ...member, id: "e", quality: "excellent" },
  ]);
  deepEqual([...paths], [
    ["excellent", "M0 0h3v12h-3zM16 0h3v12h-3z"],
    ["poor", "M4 9h3v3h-3zM8 9h3v3h-3z"],
    ["unknown", "M12 10h3v2h-3z"],
  ]);
});
