import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { dirname } from "node:path";
import { stop } from "esbuild";
import { bundleServer } from "@/lib/build/server_bundle.ts";

/** Bundles a project of a few files, and looks at what came of it. */
async function withBundle(
  files: Record<string, string>,
  look: (root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  const isFreshOurs = "fresh/mod.ts" in files;
  const resolve = () => isFreshOurs ? `file://${root}/fresh/mod.ts` : "jsr:f";
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(`${root}/${path}`), { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    await bundleServer(root, `${root}/_server`, resolve);
    await look(root);
  } finally {
    await stop();
    await Deno.remove(root, { recursive: true });
  }
}

async function runBundle(root: string): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${root}/_server/serve.js`],
    env: { NO_COLOR: "1" },
    stderr: "inherit",
  }).output();
  return new TextDecoder().decode(stdout);
}

// esbuild's process is only told to end, and outlives a test.
const options = { sanitizeOps: false, sanitizeResources: false };

Deno.test(
  "bundleServer() keeps names and places in stack traces",
  options,
  async () => {
    const files = {
      "lib/app/serve.ts":
        `import { fail } from "@/lib/fail.ts";\ntry { fail(1); } catch (error) { console.log((error as Error).stack); }`,
      "lib/fail.ts":
        `interface Why { code: number }\n\nexport function fail(code: Why["code"]): never {\n  throw new Error(\`code \${code}\`);\n}`,
    };
    await withBundle(files, async (root) => {
      const stack = await runBundle(root);
      match(stack, /at fail \(file:.*\/lib\/fail\.ts:4:\d+\)/);
      match(stack, /\/lib\/app\/serve\.ts:2:\d+/);
    });
  },
);

Deno.test(
  "bundleServer() loads later what is imported later, from the same folder",
  options,
  async () => {
    const files = {
      "lib/app/serve.ts":
        `const { dir } = await import("../late.ts"); console.log(dir);`,
      "lib/late.ts": `export const dir = import.meta.dirname;`,
    };
    await withBundle(files, async (root) => {
      const scripts = [...Deno.readDirSync(`${root}/_server`)]
        .map(({ name }) => name.replace(/-\w+/, "")).sort();
      deepEqual(scripts, [
        "late.js",
        "late.js.map",
        "serve.js",
        "serve.js.map",
      ]);
      equal(await runBundle(root), `${root}/_server\n`);
    });
  },
);

Deno.test(
  "bundleServer() leaves packages outside where Fresh is not ours",
  options,
  async () => {
    const files = {
      "deno.json": `{ "imports": { "preact": "./p.ts", "fresh": "./f.ts" } }`,
      "p.ts": "export const h = 1;",
      "f.ts": `import { h } from "preact"; export const App = () => h;`,
      "lib/app/serve.ts":
        `import { h } from "preact"; import { App } from "fresh"; console.log(App() === h);`,
    };
    await withBundle(files, async (root) => {
      const script = await Deno.readTextFile(`${root}/_server/serve.js`);
      match(script, /from"preact"/);
      match(script, /from"fresh"/);
      equal(await runBundle(root), "true\n");
    });
  },
);

Deno.test(
  "bundleServer() gives out packages as Deno does, whatever they are made of",
  options,
  async () => {
    const files = {
      "fresh/mod.ts": `import { h } from "esm"; export const App = h;`,
      "lib/app/serve.ts": [
        `import { App } from "fresh";`,
        `import compiled from "compiled";`,
        `import { part } from "compiled";`,
        `import plain from "plain";`,
        `import { sep } from "node:path";`,
        `console.log(App, compiled.default, compiled.part, part, plain, sep);`,
      ].join("\n"),
      "node_modules/esm/package.json": `{ "exports": "./esm.mjs" }`,
      "node_modules/esm/esm.mjs":
        `import c from "compiled"; export const h = "esm" + c.default;`,
      "node_modules/compiled/index.js":
        `Object.defineProperty(exports, "__esModule", { value: true }); exports.default = 1; exports.part = 2;`,
      "node_modules/plain/index.js":
        `module.exports = require("compiled").__esModule && "plain";`,
    };
    await withBundle(files, async (root) => {
      await Deno.remove(`${root}/node_modules`, { recursive: true });
      equal(await runBundle(root), "esm1 1 2 2 plain /\n");
    });
  },
);

Deno.test(
  "bundleServer() leaves nothing of an earlier bundle",
  options,
  async () => {
    const files = { "lib/app/serve.ts": "console.log(1);" };
    await withBundle(files, async (root) => {
      await Deno.writeTextFile(`${root}/_server/chunk-OLD.js`, "");
      await bundleServer(root, `${root}/_server`);
      deepEqual(
        [...Deno.readDirSync(`${root}/_server`)].map(({ name }) => name).sort(),
        ["serve.js", "serve.js.map"],
      );
    });
  },
);

Deno.test(
  "bundleServer() fails on what cannot be resolved",
  options,
  async () => {
    const files = { "lib/app/serve.ts": `import "@/lib/none.ts";` };
    await rejects(withBundle(files, async () => {}), /lib\/none\.ts/);
  },
);

Deno.test(
  "bundleServer() fails where Deno could not load the bundle",
  options,
  async () => {
    const files = { "lib/app/serve.ts": `import "nobody-has-it";` };
    await rejects(withBundle(files, async () => {}), /nobody-has-it/);
  },
);
