import { importGroup } from "./groups.ts";

await importGroup("browser");
