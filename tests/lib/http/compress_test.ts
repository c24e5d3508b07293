import { deepEqual, equal, rejects } from "node:assert/strict";
import { compressedFilesIn } from "@/lib/http/compress.ts";

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
