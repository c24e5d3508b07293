import { deepEqual, equal } from "node:assert/strict";
import { uniqueName } from "../src/build_cache.ts";
import { contentTypeOf } from "../src/dev/assets.ts";
import { crawl } from "../src/dev/crawl.ts";
import { lookUp, parsePackage, readImports } from "../src/dev/resolve.ts";

/** Writes files below a new folder, and removes them afterwards. */
async function withFiles(
  files: Record<string, string>,
  run: (dir: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = `${dir}/${path}`;
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), {
        recursive: true,
      });
      await Deno.writeTextFile(file, text);
    }
    await run(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("crawl() leaves out tests, private and hidden files", async () => {
  await withFiles({
    "routes/index.tsx": "",
    "routes/index_test.tsx": "",
    "routes/a.test.ts": "",
    "routes/notes.md": "",
    "routes/(_components)/x.tsx": "",
    "routes/b/(_islands)/Y.tsx": "",
    "routes/(group)/c.ts": "",
    "islands/deep/Z.tsx": "",
    "one/a.txt": "1",
    "two/a.txt": "2",
    "two/b.txt": "2",
    "two/.hidden/c": "",
    "two/.well-known/d": "",
  }, async (dir) => {
    const { routes, islands, statics } = await crawl({
      routeDir: `${dir}/routes`,
      islandDir: `${dir}/islands`,
      staticDirs: [`${dir}/one`, `${dir}/two`, `${dir}/none`],
    });
    deepEqual(routes.map(({ path }) => path), ["(group)/c", "index"]);
    deepEqual(islands, [
      `${dir}/islands/deep/Z.tsx`,
      `${dir}/routes/b/(_islands)/Y.tsx`,
    ]);
    deepEqual(Object.fromEntries(statics), {
      "/a.txt": `${dir}/one/a.txt`,
      "/b.txt": `${dir}/two/b.txt`,
      "/.well-known/d": `${dir}/two/.well-known/d`,
    });
  });
});

Deno.test("uniqueName() makes identifiers", () => {
  const taken = new Set<string>();
  equal(uniqueName("nav-bar", taken), "nav_bar");
  equal(uniqueName("nav_bar", taken), "nav_bar_1");
  equal(uniqueName("2d", taken), "_2d");
});

Deno.test("imports are looked up as Deno does", async () => {
  const imports = {
    "@/": "/p/",
    "a": "npm:a@1",
    "a/b": "npm:ab@^2/sub",
    "fresh": "jsr:@fresh/core@^2",
  };
  deepEqual(lookUp(imports, "@/x.ts"), { target: "/p/", rest: "x.ts" });
  deepEqual(lookUp(imports, "a/b/c"), { target: "npm:ab@^2/sub", rest: "/c" });
  deepEqual(lookUp(imports, "a/c"), { target: "npm:a@1", rest: "/c" });
  equal(lookUp(imports, "ab"), null);
  deepEqual(parsePackage("npm:@s/n@^1.2/sub"), { name: "@s/n", sub: "/sub" });
  deepEqual(parsePackage("jsr:@fresh/core@^2"), {
    name: "@fresh/core",
    sub: "",
  });
  await withFiles({
    "deno.json": '{"workspace": ["./m"], "imports": {"@/": "./"}}',
    "m/deno.json": '{"imports": {"x": "npm:x@1"}}',
  }, async (dir) => {
    deepEqual(await readImports(`${dir}/m`), { "@/": `${dir}/`, x: "npm:x@1" });
  });
});

Deno.test("contentTypeOf() knows text from other files", () => {
  for (
    const [path, want] of [
      ["a.css", "text/css; charset=UTF-8"],
      ["a.JS", "text/javascript; charset=UTF-8"],
      ["a.js.map", "application/json; charset=UTF-8"],
      ["a.svg", "image/svg+xml"],
      ["a.xml", "application/xml"],
      ["a.ico", "image/vnd.microsoft.icon"],
      ["a.webmanifest", "application/manifest+json; charset=UTF-8"],
      ["a.png", "image/png"],
      ["a.woff2", "font/woff2"],
      ["a.wasm", "application/wasm"],
      ["a", "text/plain"],
    ] as const
  ) equal(contentTypeOf(path), want);
});
