// deno-lint-ignore-file no-console
/**
 * Runs Deno and says how it went.
 *
 * @module
 */

/** How a step went. */
export interface StepResult {
  /** Its name. */
  name: string;
  /** Whether it ended well. */
  isGood: boolean;
  /** How long it took. */
  tookMs: number;
  /** What it printed. */
  output: string;
}

/** Where a step runs. */
export interface RunOptions {
  /** Its folder. */
  cwd: string;
  /** Variables beside ours. */
  env?: Record<string, string>;
}

/** Runs Deno with these arguments. */
export async function runDeno(
  name: string,
  args: string[],
  { cwd, env = {} }: RunOptions,
): Promise<StepResult> {
  console.log(`… ${name}`);
  const startedAt = Date.now();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  const output = decoder.decode(stdout) + decoder.decode(stderr);
  const tookMs = Date.now() - startedAt;
  return { name, isGood: success, tookMs, output };
}
