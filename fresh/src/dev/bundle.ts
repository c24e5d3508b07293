/**
 * Bundles islands and the browser runtime.
 *
 * @module
 */
import * as esbuild from "esbuild";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { ResolvedFreshConfig } from "../types.ts";
import { missing } from "../missing.ts";
import { denoResolver } from "./resolve.ts";

/** What to bundle, and how. */
export interface BundleOptions {
  /** Folder of the project. */
  root: string;
  /** Files by the name of their chunk. */
  entries: Record<string, string>;
  /** Name of the build. */
  buildId: string;
  /** Minified for production, or readable for development. */
  mode: ResolvedFreshConfig["mode"];
}

/** Name of the chunk with the browser runtime. */
export const RUNTIME = "fresh-runtime";

const RUNTIME_FILE = fileURLToPath(
  new URL("../client/boot.ts", import.meta.url),
);

let running = 0;

/** Bundles for the browser. Returns files by their path in the output. */
export async function bundle(
  { root, entries, buildId, mode }: BundleOptions,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const isProduction = mode === "production";
  const outdir = join(root, "_fresh");
  running++;
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: { [RUNTIME]: RUNTIME_FILE, ...entries },
      entryNames: "[name]",
      chunkNames: "chunk-[hash]",
      outdir,
      absWorkingDir: root,
      write: false,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      target: ["chrome99", "firefox99", "safari15"],
      minify: isProduction,
      sourcemap: isProduction ? false : "linked",
      // The server's "precompile" would make handlers text, silently.
      jsx: "automatic",
      jsxImportSource: "preact",
      tsconfigRaw: {},
      logLevel: "silent",
      define: {
        __FRESH_BUILD_ID__: JSON.stringify(buildId),
        // A browser has no other variables.
        "process.env": "{}",
        "process.env.NODE_ENV": JSON.stringify(mode),
      },
      plugins: [denoResolver(root)],
    });
    for (const { text } of outputFiles) {
      const [name] = /FRESH_PUBLIC_\w*/.exec(text) ?? [];
      if (name !== undefined) missing(`${name} in a browser`);
    }
    return new Map(outputFiles.map(({ path, contents }) => [
      relative(outdir, path),
      contents as Uint8Array<ArrayBuffer>,
    ]));
  } finally {
    // Its process would keep ours alive. Others may still be using it.
    if (--running === 0) await esbuild.stop();
  }
}
