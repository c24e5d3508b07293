import { deepEqual, ok } from "node:assert/strict";

/** A path as the documents write it: `lib/…`, `tests/…`, `docs/…`, … */
const PATH =
  /(?<![@\w/])(?:lib|routes|islands|components|workers|tests|docs|static|fresh)\/[\w./()-]*[\w/]/g;

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

const documents = ["README.md", "docs/ARCHITECTURE.md"];
for (const { name } of Deno.readDirSync("docs/decisions")) {
  documents.push(`docs/decisions/${name}`);
}

for (const document of documents) {
  Deno.test(`${document} names only paths that exist`, async () => {
    const text = await Deno.readTextFile(document);
    const paths = [...new Set(text.match(PATH) ?? [])];
    const missing: string[] = [];
    for (const path of paths) if (!await exists(path)) missing.push(path);
    deepEqual(missing, []);
  });
}

Deno.test("README.md names every setting, and no other", async () => {
  const readme = await Deno.readTextFile("README.md");
  const sources = await Promise.all(
    [
      "lib/app/config.ts",
      "lib/monitoring/alerts/settings.ts",
      "lib/turn/settings.ts",
    ].map((path) => Deno.readTextFile(path)),
  );
  const names = sources.flatMap((source) =>
    [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name!)
  ).filter((name) => name !== "DENO_DEPLOYMENT_ID");
  ok(names.length > 20);
  deepEqual(names.filter((name) => !readme.includes(`\`${name}\``)), []);
});

Deno.test("docs/ARCHITECTURE.md stays within 150 lines, its list of borders aside", async () => {
  const text = await Deno.readTextFile("docs/ARCHITECTURE.md");
  const [before = "", , after = ""] = text.split("<!-- borders -->");
  ok((before + after).split("\n").length <= 150);
});
