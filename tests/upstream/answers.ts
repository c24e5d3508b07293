/**
 * Asks the site on ours and on upstream the same, and compares the answers.
 *
 * @module
 */
import type { ServerProcess } from "../server_process.ts";
import { runDeno, type StepResult } from "./run.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Paths beside those of route files: spelt oddly, static, or not there. */
const ODD_PATHS = [
  "/chat/",
  "//chat",
  "/CHAT",
  "/index",
  "/nowhere",
  "/nowhere/x",
  "/chat?lang=ar",
  "/?lang=vi",
  "/api",
  "/api/rtc/none",
  "/api//rtc//qlen",
  "/api/rtc/qlen/",
  "/styles.css",
  "/styles%2Ecss",
  "/styles.css?__frsh_c=old",
  "/icon.svg",
  "/favicon.ico",
  "/manifest.webmanifest",
  "/workers/ticker_worker.js",
  "/static/styles.css",
  "/_fresh/js/x/y.js",
  "/%E0%A4%A",
  "/api/%E0%A4%A",
  "/..%2f..%2fetc/passwd",
];

/** What differs from one request to the next, or is an inner matter. */
const NOISE: [RegExp, string][] = [
  [/<script type="module"[^]*?<\/script>/g, "<script>"],
  [/<!--\/?frsh:[^]*?-->/g, "<!---->"],
  [/nonce[="-]+[0-9a-f]{32}/g, "nonce"],
  [/W\/"[0-9a-f]+"/g, "etag"],
  [/[0-9a-f]{40}/g, "build"],
  [/\d{13}/g, "now"],
  [/\banon=[^;]*/g, "anon"],
  [/\/fresh-runtime\.js>|\/[A-Z]\w+\.js>/g, "/module>"],
];

/** Takes out of a text what differs anyway. */
export function withoutNoise(text: string): string {
  return NOISE.reduce((rest, [what, by]) => rest.replace(what, by), text);
}

/** Lists the paths of route files. */
export function pathsOf(files: string[]): string[] {
  return files.map((file) => `/${file.replace(/\.tsx?$/, "")}`)
    .filter((path) => !/\/_|[[(]/.test(path))
    .map((path) => path.replace(/\/index$/, "") || "/");
}

/** Builds ours, starts both, and compares. */
export async function compareAnswers(
  root: string,
  upstream: string,
): Promise<StepResult> {
  const build = ["run", "-A", "fresh.config.ts", "build", "--if-needed"];
  const built = await runDeno("build ours", build, { cwd: root });
  if (!built.isGood) return built;
  const startedAt = Date.now();
  await using ours = await start(root);
  await using theirs = await start(upstream);
  const files = await filesBelow(`${root}/routes`, "");
  const paths = [...pathsOf(files), ...ODD_PATHS];
  const different: string[] = [];
  for (const path of paths) {
    for (const method of METHODS) {
      const own = await ask(ours.baseUrl, method, path);
      const other = await ask(theirs.baseUrl, method, path);
      if (own !== other) different.push(firstDifference(own, other));
    }
  }
  const all = paths.length * METHODS.length;
  return {
    name: `${all - different.length} of ${all} answers are the same`,
    isGood: different.length === 0,
    tookMs: Date.now() - startedAt,
    output: different.join("\n"),
  };
}

async function start(dir: string): Promise<ServerProcess> {
  const { startServer } = await import(`${dir}/tests/server_process.ts`);
  return await startServer();
}

async function filesBelow(dir: string, path: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${dir}/${path}`)) {
    const inner = path === "" ? name : `${path}/${name}`;
    if (isDirectory) found.push(...await filesBelow(dir, inner));
    else found.push(inner);
  }
  return found.sort();
}

/** Asks, and returns everything about the answer as one text. */
async function ask(
  baseUrl: string,
  method: string,
  path: string,
): Promise<string> {
  const response = await fetch(baseUrl + path, { method, redirect: "manual" });
  const text = await response.text();
  const headers = [...response.headers]
    .filter(([name]) => name !== "date" && name !== "content-length")
    .map((pair) => pair.join(": ")).sort();
  const head = [`${method} ${path}`, response.status, ...headers].join("\n");
  return withoutNoise(`${head}\n\n${text}`).replaceAll(baseUrl, "");
}

/** Shows where two answers part. */
export function firstDifference(own: string, other: string): string {
  const at = [...own].findIndex((sign, i) => sign !== other[i]);
  const start = Math.max(0, (at < 0 ? own.length : at) - 60);
  const show = (text: string) => JSON.stringify(text.slice(start, start + 160));
  return `${own.split("\n", 1)[0]}\n  ours:     ${show(own)}\n  upstream: ${
    show(other)
  }`;
}
