/**
 * Runs the site on upstream: builds it, serves it, and does to it what its own
 * tests do.
 *
 * @module
 */
import { compareAnswers } from "./answers.ts";
import { develop } from "./develop_step.ts";
import type { Packages } from "./packages.ts";
import { runDeno, type StepResult } from "./run.ts";

/** What is run one after the other, once the copy is installed. */
const STEPS: [name: string, args: string[]][] = [
  ["build", ["run", "-A", "fresh.config.ts", "build"]],
  ["build --if-needed does nothing", [
    "run",
    "-A",
    "fresh.config.ts",
    "build",
    "--if-needed",
  ]],
  ["acceptance", ["test", "-A", "--no-check", "tests/e2e/acceptance_test.ts"]],
  ["route tests", ["test", "-A", "--no-check", "tests/routes"]],
  ["start and stop", ["test", "-A", "--no-check", "tests/e2e/start_test.ts"]],
  ["a call in two browsers", [
    "test",
    "-A",
    "--no-check",
    "tests/e2e/call_test.ts",
  ]],
];

/** Runs every step in the copy; a step that fails does not stop the others. */
export async function runApp(
  root: string,
  dir: string,
  packages: Packages | null,
): Promise<StepResult[]> {
  const env = { UPSTREAM_PACKAGES: JSON.stringify(packages?.folders ?? {}) };
  const results = [
    await runDeno("install", ["install", "--no-lock"], { cwd: dir, env }),
  ];
  for (const [name, args] of STEPS) {
    if (results[0]?.isGood === false) break;
    results.push(await runDeno(name, args, { cwd: dir, env }));
  }
  if (results[1]?.isGood) {
    results.push(await develop({ cwd: dir, env }));
    results.push(await compareAnswers(root, dir));
  }
  return results;
}
