import { deepEqual, equal } from "node:assert/strict";
import { walk } from "@/tests/walk.ts";
import { GROUP_NAMES, groupOf } from "./groups.ts";

const { test } = JSON.parse(await Deno.readTextFile("deno.json"));

/** Says whether `deno test` without a path finds this test file by itself. */
function isFound(path: string): boolean {
  return (test.include as string[]).some((folder) =>
    path.startsWith(`${folder}/`)
  );
}

Deno.test("every test file runs once, in a group or by itself", async () => {
  const files = (await walk("tests")).filter((file) =>
    /_test\.tsx?$/.test(file)
  );
  equal(files.length > 300, true);
  deepEqual(
    files.filter((file) =>
      (groupOf(file.slice("tests/".length)) === null) !== isFound(file)
    ),
    [],
  );
});

Deno.test("every group has a file that is found, and imports it", async () => {
  for (const name of GROUP_NAMES) {
    const file = `tests/groups/${name}_test.ts`;
    equal(isFound(file), true, file);
    const source = await Deno.readTextFile(file);
    equal(source.includes(`await importGroup("${name}");`), true, file);
  }
});
