/**
 * Starts the development server of the site, and asks it for pages.
 *
 * @module
 */
import type { RunOptions, StepResult } from "./run.ts";

const START_TIMEOUT_MS = 30_000;

/** What is asked for, and what the answer has to have. */
const PAGES: [path: string, status: number, content: RegExp][] = [
  ["/", 200, /<h1/],
  ["/chat", 200, /<script[^>]+type="module"/],
  ["/nowhere", 404, /<link[^>]+site\.css/],
  ["/styles.css", 200, /\{/],
];

/** Runs the step. */
export async function develop(
  { cwd, env = {} }: RunOptions,
): Promise<StepResult> {
  const startedAt = Date.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "fresh.config.ts"],
    cwd,
    env: { NO_COLOR: "1", PORT: "0", KV_PATH: ":memory:", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const { promise: address, resolve, reject } = Promise.withResolvers<string>();
  let output = "";
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      const found = /Parley is up: +(http:\S+)\//.exec(output);
      if (found) resolve(found[1]!);
    }
    reject(new Error("It ended"));
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  const late = () => reject(new Error("It did not start"));
  const timer = setTimeout(late, START_TIMEOUT_MS);
  const wrong = await address.then(askForPages).catch((error) => [`${error}`]);
  clearTimeout(timer);
  try {
    child.kill("SIGTERM");
  } catch {
    // It has ended already.
  }
  await child.status;
  await reading;
  return {
    name: "develop",
    isGood: wrong.length === 0,
    tookMs: Date.now() - startedAt,
    output: `${output}\n${wrong.join("\n")}`,
  };
}

async function askForPages(address: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const [path, status, content] of PAGES) {
    const response = await fetch(address + path);
    const text = await response.text();
    if (response.status !== status || !content.test(text)) {
      wrong.push(`${path}: ${response.status}, without ${content}`);
    }
  }
  return wrong;
}
