import { deepEqual, equal, ok } from "node:assert/strict";

const manifest = JSON.parse(
  await Deno.readTextFile("static/manifest.webmanifest"),
);

/** Width and height of a PNG, from its header. */
async function sizeOfPng(path: string): Promise<string> {
  const bytes = await Deno.readFile(path);
  equal(new TextDecoder().decode(bytes.subarray(12, 16)), "IHDR", path);
  const view = new DataView(bytes.buffer);
  return `${view.getUint32(16)}x${view.getUint32(20)}`;
}

Deno.test("the site can be installed: names, a way in, icons of their sizes", async () => {
  for (const field of ["id", "name", "short_name", "start_url", "display"]) {
    ok(manifest[field], field);
  }
  const pngs: { src: string; sizes: string; purpose?: string }[] = manifest
    .icons.filter(({ type }: { type: string }) => type === "image/png");
  for (const { src, sizes } of pngs) {
    equal(await sizeOfPng(`static${src}`), sizes, src);
  }
  // What Chromium asks for, and Android cuts to its own shape.
  const plain = pngs.filter(({ purpose }) => purpose === undefined);
  deepEqual(
    ["192x192", "512x512"].filter((size) =>
      !plain.some(({ sizes }) => sizes === size)
    ),
    [],
  );
  ok(pngs.some(({ purpose }) => purpose === "maskable"));
});
