import { importGroup } from "./groups.ts";

await importGroup("routes");
