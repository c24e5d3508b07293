import { deepEqual, equal, rejects } from "node:assert/strict";
import { App } from "fresh";
import {
  compress,
  compressedFilesIn,
  MAX_PAGES_AT_ONCE,
} from "@/lib/http/compress.ts";

async function withFolder(run: (folder: URL) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir({ prefix: "parley-compress-" });
  try {
    await run(new URL(`file://${path}/`));
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

Deno.test("compressedFilesIn() reads each file once", async () => {
  await withFolder(async (folder) => {
    const read = compressedFilesIn(folder);
    const file = new URL("./a.js.br", folder);
    await Deno.writeTextFile(file, "first");
    const first = await read("/a.js.br");
    await Deno.writeTextFile(file, "second");
    deepEqual(first, new TextEncoder().encode("first"));
    equal(await read("/a.js.br"), first);
  });
});

Deno.test("compressedFilesIn() tells what the build did not compress", async () => {
  await withFolder(async (folder) => {
    equal(await compressedFilesIn(folder)("/none.js.br"), null);
  });
});

Deno.test("compressedFilesIn() reads a file again that could not be read", async () => {
  await withFolder(async (folder) => {
    const read = compressedFilesIn(folder);
    const file = new URL("./a.js.br", folder);
    // A folder in its place fails as a file does when too many are open.
    await Deno.mkdir(file);
    await rejects(read("/a.js.br"));
    await Deno.remove(file);
    await Deno.writeTextFile(file, "there");
    deepEqual(await read("/a.js.br"), new TextEncoder().encode("there"));
  });
});

/** Answers every path with the same file, as static files are found. */
function fileServer() {
  const names: string[] = [];
  const handle = new App()
    .use(compress((name) => {
      names.push(name);
      return Promise.resolve(new Uint8Array([1, 2, 3]));
    }))
    .use(() =>
      new Response("body {}", {
        headers: { "content-type": "text/css", etag: 'W/"a"' },
      })
    )
    .handler();
  return {
    names,
    get: (path: string) =>
      handle(
        new Request(`http://x${path}`, {
          headers: { "accept-encoding": "br, gzip" },
        }),
      ),
  };
}

Deno.test("compress() sends the file that the build compressed", async () => {
  const { names, get } = fileServer();
  const response = await get("/_fresh/js/a-1/chunk_2.css?key");
  equal(response.headers.get("content-encoding"), "br");
  equal(response.headers.get("vary"), "Accept-Encoding");
  deepEqual(await response.bytes(), new Uint8Array([1, 2, 3]));
  deepEqual(names, ["/_fresh/js/a-1/chunk_2.css.br"]);
});

// A file may be spelled in ways without number, and each name is remembered.
for (const path of ["/%73ite.css", "/a%2fsite.css", "/site%2Ecss/x.css"]) {
  Deno.test(`compress() remembers nothing of ${path}`, async () => {
    const { names, get } = fileServer();
    const response = await get(path);
    equal(response.headers.get("content-encoding"), null);
    equal(await response.text(), "body {}");
    deepEqual(names, []);
  });
}

Deno.test("compress() works on so many pages at once, and sends others as they are", async () => {
  const handle = new App()
    .use(compress(() => Promise.resolve(null)))
    .use(() =>
      new Response("<p>", { headers: { "content-type": "text/html" } })
    )
    .handler();
  const headers = { "accept-encoding": "gzip" };
  const getAll = async (count: number) => {
    const responses = await Promise.all(
      Array.from(
        { length: count },
        () => handle(new Request("http://x/", { headers })),
      ),
    );
    await Promise.all(responses.map(({ body }) => body?.cancel()));
    return responses.filter((one) => one.headers.has("content-encoding"))
      .length;
  };
  for (let i = 0; i < 2; i++) {
    equal(await getAll(MAX_PAGES_AT_ONCE), MAX_PAGES_AT_ONCE);
    equal(await getAll(MAX_PAGES_AT_ONCE + 5), MAX_PAGES_AT_ONCE);
  }
});
