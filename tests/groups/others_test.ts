import { importGroup } from "./groups.ts";

await importGroup("others");
