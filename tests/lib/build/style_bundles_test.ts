import { deepEqual, equal, rejects } from "node:assert/strict";
import { stop } from "esbuild";
import { bundleStyles } from "@/lib/build/style_bundles.ts";

// esbuild's process is only told to end, and outlives a test.
const options = { sanitizeOps: false, sanitizeResources: false };

/** Bundles `page.css` of some style sheets, and looks at the folder it is in. */
async function withBundle(
  sheets: Record<string, string>,
  look: (bundled: Promise<void>, to: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(sheets)) {
      await Deno.writeTextFile(`${root}/${name}`, text);
    }
    const to = `${root}/bundles`;
    await Deno.mkdir(to);
    await Deno.writeTextFile(`${to}/old.css`, "");
    await look(bundleStyles([`${root}/page.css`], to), to);
  } finally {
    await stop();
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test(
  "bundleStyles() makes one file, in the order of the imports",
  options,
  async () => {
    const sheets = {
      "page.css": `@import "./b.css"; @import "./a.css"; p { color: red }`,
      "a.css": "/* why */ .a { inset-inline: 0 }",
      "b.css": ".b { inset-inline: 0 }",
    };
    await withBundle(sheets, async (bundled, to) => {
      await bundled;
      deepEqual([...Deno.readDirSync(to)].map(({ name }) => name), [
        "page.css",
      ]);
      const text = await Deno.readTextFile(`${to}/page.css`);
      equal(text.trim(), ".b{inset-inline:0}.a{inset-inline:0}p{color:red}");
    });
  },
);

Deno.test("bundleStyles() fails at what is not there", options, async () => {
  const sheets = { "page.css": `@import "./gone.css";` };
  await withBundle(sheets, async (bundled) => {
    await rejects(bundled, /gone\.css/);
  });
});
