import { deepEqual, match, ok } from "node:assert/strict";
import { dirname, join } from "node:path";
import { KPI_REASONS } from "@/lib/protocol/kpi.ts";
import { walk } from "./walk.ts";

/** A path as the documents write it: `lib/…`, `tests/…`, `docs/…`, … */
const PATH =
  /(?<![@\w/])(?:lib|routes|islands|components|workers|tests|docs|deploy|static|fresh)\/[\w./()-]*[\w/]/g;

/** A link or a picture to another file of the project, without its fragment. */
const LINK = /\]\((?!https?:)([^)#]+)|\bsrc="(?!https?:)([^"]+)/g;

/** A task as the documents write it: `deno task start`, `… task start`. */
const TASK = /(?:deno(?:@\S+)?|…) task ([a-z][\w:-]*)/g;

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function onlyMissing(paths: Iterable<string>): Promise<string[]> {
  const missing: string[] = [];
  for (const path of new Set(paths)) {
    if (!await exists(path)) missing.push(path);
  }
  return missing;
}

const decisions = await walk("docs/decisions");
const documents = [
  "README.md",
  "deploy/README.md",
  "docs/ARCHITECTURE.md",
  "docs/SECURITY.md",
  ...decisions,
];
const { tasks } = JSON.parse(await Deno.readTextFile("deno.json"));

for (const document of documents) {
  const text = await Deno.readTextFile(document);

  Deno.test(`${document} names only paths that exist`, async () => {
    deepEqual(await onlyMissing(text.match(PATH) ?? []), []);
  });

  Deno.test(`${document} links only to files that exist`, async () => {
    const targets = [...text.matchAll(LINK)].map(([, link, picture]) =>
      join(dirname(document), link ?? picture!)
    );
    deepEqual(await onlyMissing(targets), []);
  });

  Deno.test(`${document} names only tasks that exist`, () => {
    const named = [...text.matchAll(TASK)].map(([, task]) => task!);
    deepEqual(named.filter((task) => !(task in tasks)), []);
  });
}

Deno.test("README.md names every task that a person runs", async () => {
  const readme = await Deno.readTextFile("README.md");
  const names = Object.keys(tasks);
  deepEqual(
    names.filter((name) => !new RegExp(`[ \`]${name}[ \`]`).test(readme)),
    [],
  );
});

for (const decision of decisions) {
  Deno.test(`${decision} says why, what, what not, and how it would be wrong`, async () => {
    const text = await Deno.readTextFile(decision);
    const number = Number(/(\d{4})-/.exec(decision)![1]);
    match(text, new RegExp(`^# ${number}\\. \\S`));
    const parts = [...text.matchAll(/^\*\*(.+?)\*\*/gm)].map(([, part]) =>
      part!.replace(/\.$/, "")
    );
    const wanted = [
      "Context",
      "Choice",
      "Rejected",
      "We would know it was wrong",
    ];
    deepEqual(parts.filter((part) => wanted.includes(part)), wanted);
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

Deno.test("README.md names every reason for which a call ends", async () => {
  const readme = await Deno.readTextFile("README.md");
  deepEqual(KPI_REASONS.filter((one) => !readme.includes(`\`${one}\``)), []);
});

Deno.test("README.md names every field that a visitor joins the queue with", async () => {
  const readme = await Deno.readTextFile("README.md");
  const row = /^\| `POST \/api\/rtc\/enqueue`.+$/m.exec(readme)![0];
  const source = await Deno.readTextFile("lib/protocol/enqueue.ts");
  const schema = /enqueueSchema: .+?\n}\);/s.exec(source)![0];
  const fields = [...schema.matchAll(/^ {2}(\w+): /gm)].map(([, name]) =>
    name!
  );
  ok(fields.length > 5);
  deepEqual(fields.filter((name) => !row.includes(`${name}?`)), []);
});
