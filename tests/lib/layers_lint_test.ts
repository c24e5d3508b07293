import { deepEqual } from "node:assert/strict";
import plugin from "@/lib/layers_lint.ts";

/** Names of the rules that a source in a file breaks. */
function broken(path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, path, source).map(({ id }) => id);
}

const cases: [string, string, string[]][] = [
  [
    "/site/islands/Chat.tsx",
    'import { Store } from "@/lib/kv/store.ts";',
    ["layers/no-server-in-browser"],
  ],
  [
    "/site/islands/Chat.tsx",
    'import type { Store } from "@/lib/kv/store.ts";',
    [],
  ],
  [
    "/site/lib/call/session.ts",
    'import { readConfig } from "@/lib/config.ts";',
    ["layers/no-server-in-browser"],
  ],
  [
    "/site/routes/(_islands)/A.tsx",
    'import { x } from "../../lib/admin/session.ts";',
    ["layers/no-server-in-browser"],
  ],
  [
    "/site/lib/matching/slots.ts",
    'import { keys } from "@/lib/kv/keys.ts";',
    ["layers/no-effects-in-pure"],
  ],
  [
    "/site/lib/kv/queue.ts",
    'import { handler } from "@/routes/api/rtc/ice.ts";',
    ["layers/no-routes-in-lib"],
  ],
  [
    "/site/lib/site.ts",
    "const kv = await Deno.openKv();",
    ["layers/kv-only-in-store"],
  ],
  ["/site/lib/kv/store.ts", "const kv = await Deno.openKv();", []],
  ["/site/routes/index.tsx", 'import { keys } from "@/lib/kv/keys.ts";', []],
];
for (const [path, source, want] of cases) {
  Deno.test(`layers lint finds ${want[0] ?? "nothing"} in ${path}: ${source}`, () => {
    deepEqual(broken(path, source), want);
  });
}
