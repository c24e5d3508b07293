// deno-lint-ignore-file no-console
/**
 * Holds our Fresh against the real one, both ways round.
 *
 *     deno task upstream                          with Fresh from JSR
 *     deno task upstream --fresh DIR --std DIR    with checkouts, beside the
 *                                                 repository
 *
 * The site is copied and run on upstream; upstream's own tests are run on
 * ours, and every one that fails has to be named in decision 6.
 *
 * @module
 */
import { runApp } from "./app_steps.ts";
import {
  canReachJsr,
  type Checkouts,
  NEEDED,
  readArguments,
} from "./arguments.ts";
import { staleNames, toTable } from "./comparison.ts";
import { readExpectations } from "./expectations.ts";
import { forgottenFiles, runTests } from "./own_steps.ts";
import { gatherPackages, UPSTREAM_ESBUILD } from "./packages.ts";
import { copyProject } from "./project.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
const DECISION = `${ROOT}/docs/decisions/0006-our-own-fresh.md`;

/** Runs the site on upstream. Returns whether all went well. */
async function checkSite(
  checkouts: Checkouts | null,
  dir: string,
): Promise<boolean> {
  console.log("\nThe site on upstream");
  const packages = checkouts &&
    await gatherPackages(checkouts, `${dir}/packages`);
  const imports = packages?.imports ?? { esbuild: UPSTREAM_ESBUILD };
  await copyProject(ROOT, `${dir}/site`, packages?.links ?? [], imports);
  const results = await runApp(ROOT, `${dir}/site`, packages);
  for (const { name, isGood, tookMs, output } of results) {
    console.log(`${isGood ? "ok  " : "FAIL"} ${name} (${tookMs} ms)`);
    if (!isGood) console.log(output.slice(-6_000));
  }
  return results.every(({ isGood }) => isGood);
}

/** Runs upstream's tests on ours. Returns whether all is as decision 6 says. */
async function checkOurs(checkouts: Checkouts, dir: string): Promise<boolean> {
  console.log("\nUpstream's tests on ours");
  const expectations = readExpectations(await Deno.readTextFile(DECISION));
  const forgotten = await forgottenFiles(checkouts, expectations);
  const comparisons = await runTests(checkouts, ROOT, dir, expectations);
  console.log(`\n${toTable(comparisons)}`);
  const stale = staleNames(expectations, comparisons);
  for (const name of stale) console.log(`PASSES, though named: ${name}`);
  for (const file of forgotten) console.log(`NOT RUN, and not named: ${file}`);
  return stale.length + forgotten.length === 0 &&
    comparisons.every(({ unnamed }) => unnamed.length === 0);
}

async function main(): Promise<boolean> {
  const { checkouts, parts } = readArguments(Deno.args);
  if (checkouts === null && !await canReachJsr()) {
    console.error(NEEDED);
    return false;
  }
  const dir = await Deno.makeTempDir({ prefix: "upstream_" });
  let isGood = true;
  try {
    if (parts.includes("app")) {
      isGood = await checkSite(checkouts, dir);
    }
    if (parts.includes("tests") && checkouts !== null) {
      isGood = await checkOurs(checkouts, `${dir}/tests`) && isGood;
    } else if (parts.includes("tests")) {
      console.log(
        "FAIL Cannot run upstream's tests as JSR has none: give checkouts",
      );
      isGood = false;
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
  return isGood;
}

if (import.meta.main) Deno.exit(await main() ? 0 : 1);
