/**
 * Lays out upstream's tests so that they test ours.
 *
 * @module
 */
import { dirname, extname } from "node:path";
import { copy, exists, write, writeJson } from "./files.ts";
import type { Checkouts } from "./arguments.ts";
import type { Config } from "./project.ts";

/** Upstream's test files that are run, below its package. */
export const TEST_FILES = [
  "src/app_test.tsx",
  "src/context_test.tsx",
  "src/define_test.ts",
  "src/dev/builder_test.ts",
  "src/error_test.ts",
  "src/fs_routes_test.tsx",
  "src/jsonify/custom_test.ts",
  "src/jsonify/round_trip_test.ts",
  "src/jsonify/stringify_test.ts",
  "src/middlewares/csp_test.tsx",
  "src/middlewares/csrf_test.ts",
  "src/middlewares/mod_test.ts",
  "src/middlewares/static_files_test.ts",
  "src/router_test.ts",
  "tests/active_links_test.tsx",
  "tests/head_test.tsx",
  "tests/islands_test.tsx",
  "tests/no_client_js_test.tsx",
];

/** What these tests read beside their own text. */
const DATA = [
  "src/jsonify/__snapshots__",
  "tests/fixture_head",
  "tests/fixture_island_groups",
];

/** Modules the tests import, and ours that stand for them. */
const MODULES: Record<string, string> = {
  "tests/test_utils.tsx": "browser_utils.tsx",
};

const ADAPTERS = new URL("./adapters/", import.meta.url);
const FIXTURES = "tests/fixtures_islands";

/**
 * Maps the imports of a test. All islands of a project are in one folder here;
 * those that cannot be built are in another, so that the rest can.
 */
export function mapImports(text: string, outside: string[]): string {
  return text.replace(
    /(\/fixtures_islands)\/(\w+\.tsx)/g,
    (_, folder: string, name: string) =>
      `${folder}/${outside.includes(name) ? "outside" : "islands"}/${name}`,
  );
}

/** Makes the configuration that the tests run with. */
export function testConfig(site: Config, root: string, std: string): Config {
  const own = "jsr:@fresh/core@^2.3.3";
  return {
    nodeModulesDir: "auto",
    unstable: ["kv"],
    links: [std, `${root}/fresh`],
    imports: {
      ...site.imports,
      "@/": `${root}/`,
      "fresh": new URL("fresh.ts", ADAPTERS).pathname,
      "fresh/runtime": `${own}/runtime`,
      "fresh/dev": `${own}/dev`,
      "fresh/internal": `${own}/internal`,
      "@fresh/core": own,
      "@fresh/build-id": new URL("build_id.ts", ADAPTERS).pathname,
      "mrmime": "npm:mrmime@^2.0.1",
      "preact-render-to-string": "npm:preact-render-to-string@^6.6.0",
      // An island of one test has it as its data.
      "mime-db": "npm:mime-db@^1.54.0",
      "@std/expect": "jsr:@std/expect@^1",
      "@std/path": "jsr:@std/path@^1",
      "@std/testing": "jsr:@std/testing@^1",
    },
    compilerOptions: site.compilerOptions,
  };
}

/** Copies upstream's tests to a folder, with modules of ours around them. */
export async function layOutTests(
  { fresh, std }: Checkouts,
  root: string,
  to: string,
): Promise<void> {
  const from = `${fresh}/packages/fresh`;
  const outside = await copyFixtures(from, to);
  for (const path of DATA) await copy(`${from}/${path}`, `${to}/${path}`);
  for (const path of TEST_FILES) {
    const text = await Deno.readTextFile(`${from}/${path}`);
    await write(`${to}/${path}`, mapImports(text, outside));
  }
  for (const [path, adapter] of Object.entries(await modules())) {
    const url = new URL(adapter, ADAPTERS).href;
    await write(`${to}/${path}`, `export * from ${JSON.stringify(url)};\n`);
  }
  const site = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  await writeJson(`${to}/deno.json`, testConfig(site, root, std));
}

/** Copies the islands, and tells which of them ours cannot build. */
async function copyFixtures(from: string, to: string): Promise<string[]> {
  const outside: string[] = [];
  for await (const { name } of Deno.readDir(`${from}/${FIXTURES}`)) {
    const text = await Deno.readTextFile(`${from}/${FIXTURES}/${name}`);
    const isOutside = text.includes("FRESH_PUBLIC_");
    if (isOutside) outside.push(name);
    const folder = isOutside ? "outside" : "islands";
    await write(`${to}/${FIXTURES}/${folder}/${name}`, text);
  }
  return outside;
}

/** Every adapter has the name of the module that it stands for. */
async function modules(): Promise<Record<string, string>> {
  const found = { ...MODULES };
  for (const folder of ["", "dev/", "jsonify/", "middlewares/"]) {
    for await (const { name } of Deno.readDir(new URL(folder, ADAPTERS))) {
      if (extname(name) === ".ts") {
        found[`src/${folder}${name}`] = folder + name;
      }
    }
  }
  return found;
}

/** Lists upstream's test files, to see that none is forgotten. */
export async function listTestFiles({ fresh }: Checkouts): Promise<string[]> {
  const found: string[] = [];
  const visit = async (path: string) => {
    const dir = `${fresh}/packages/fresh/${path}`;
    if (!await exists(dir)) return;
    for await (const { name, isDirectory } of Deno.readDir(dir)) {
      const inner = path === "" ? name : `${path}/${name}`;
      if (isDirectory) await visit(inner);
      else if (/_test\.tsx?$/.test(name)) found.push(inner);
    }
  };
  await visit("src");
  await visit("tests");
  return found.filter((path) => !dirname(path).includes("fixture")).sort();
}
