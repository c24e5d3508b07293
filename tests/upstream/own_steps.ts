/**
 * Runs upstream's tests on ours.
 *
 * @module
 */
import type { Checkouts } from "./arguments.ts";
import { compare, type Comparison } from "./comparison.ts";
import type { Expectations } from "./expectations.ts";
import { readReport } from "./junit.ts";
import { layOutTests, listTestFiles, TEST_FILES } from "./own_project.ts";
import { expectVersion } from "./packages.ts";
import { runDeno } from "./run.ts";

/**
 * Lays the tests out in a folder and runs each file in a process of its own,
 * so that one that breaks down takes no other with it.
 */
export async function runTests(
  checkouts: Checkouts,
  root: string,
  dir: string,
  expectations: Expectations,
): Promise<Comparison[]> {
  await expectVersion(checkouts.fresh);
  await layOutTests(checkouts, root, dir);
  const comparisons: Comparison[] = [];
  for (const file of TEST_FILES) {
    const report = `${dir}/report.xml`;
    await Deno.remove(report).catch(() => {});
    const args = ["test", "-A", "--no-check", "--no-lock"];
    const { output, isGood } = await runDeno(
      file,
      [...args, `--junit-path=${report}`, file],
      { cwd: dir, env: { UPSTREAM_TESTS: dir } },
    );
    const xml = await Deno.readTextFile(report).catch(() => "");
    const comparison = compare(file, readReport(xml), expectations);
    const failed = comparison.named.length + comparison.unnamed.length;
    if (!isGood && failed === 0) {
      const message = output.slice(-1_500);
      comparison.unnamed.push({ test: "(did not finish)", message });
    }
    comparisons.push(comparison);
  }
  return comparisons;
}

/** Lists test files that are neither run nor said not to be. */
export async function forgottenFiles(
  checkouts: Checkouts,
  { filesNotRun }: Expectations,
): Promise<string[]> {
  const files = await listTestFiles(checkouts);
  return files.filter((file) =>
    !TEST_FILES.includes(file) &&
    !filesNotRun.includes(`packages/fresh/${file}`)
  );
}
