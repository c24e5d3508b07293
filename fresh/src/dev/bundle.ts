/**
 * Bundles islands and the browser runtime.
 *
 * @module
 */
import * as esbuild from "esbuild";
import { fileURLToPath } from "node:url";
import { denoResolver, readImports } from "./resolve.ts";

/** What to bundle, and how. */
export interface BundleOptions {
  /** Folder of the project. */
  root: string;
  /** Files by the name of their chunk. */
  entries: Record<string, string>;
  /** Name of the build. */
  buildId: string;
  /** Minified for production, or readable for development. */
  mode: "development" | "production";
  /** Browsers to write code for. */
  target: string | string[];
  /** Whether and how source maps are made. */
  sourceMap: SourceMapOptions | undefined;
}

/** Whether and how source maps are made. */
export interface SourceMapOptions {
  /** Where the map goes, as in esbuild. */
  kind: boolean | "linked" | "inline" | "external" | "both";
  /** URL that its sources are relative to. */
  sourceRoot?: string;
  /** Whether it holds the sources themselves; default yes. */
  sourcesContent?: boolean;
}

/** Name of the chunk with the browser runtime. */
export const RUNTIME = "fresh-runtime";

let running = 0;

/** Bundles for the browser. Returns files by their path in the output. */
export async function bundle(
  options: BundleOptions,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  running++;
  try {
    const result = await esbuild.build(await settingsOf(options));
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const { path, contents } of result.outputFiles ?? []) {
      files.set(
        path.replaceAll("\\", "/").replace(/^.*\/_out\//, ""),
        contents as Uint8Array<ArrayBuffer>,
      );
    }
    return files;
  } finally {
    // Its process would keep ours alive. Others may still be using it.
    if (--running === 0) await esbuild.stop();
  }
}

async function settingsOf(options: BundleOptions) {
  const { root, entries, buildId, mode, target, sourceMap } = options;
  const isProduction = mode === "production";
  const imports = await readImports(root);
  const runtime = fileURLToPath(new URL("../client/mod.ts", import.meta.url));
  return {
    entryPoints: { [RUNTIME]: runtime, ...entries },
    entryNames: "[name]",
    chunkNames: "chunk-[hash]",
    outdir: "/_out",
    absWorkingDir: root,
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target,
    minify: isProduction,
    treeShaking: true,
    sourcemap: sourceMap?.kind ?? (isProduction ? false : "linked"),
    ...(sourceMap?.sourceRoot && { sourceRoot: sourceMap.sourceRoot }),
    sourcesContent: sourceMap?.sourcesContent ?? true,
    // The server's "precompile" would make handlers text, silently.
    jsx: "automatic",
    jsxImportSource: "preact",
    tsconfigRaw: {},
    logLevel: "silent",
    define: {
      __FRESH_BUILD_ID__: JSON.stringify(buildId),
      "process.env.NODE_ENV": JSON.stringify(mode),
      ...publicEnv((name) => `process.env.${name}`),
    },
    plugins: [publicEnvPlugin(), denoResolver(root, imports)],
  } satisfies esbuild.BuildOptions;
}

/** Environment variables that are meant for the browser. */
function publicEnv(spell: (name: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Deno.env.toObject())
      .filter(([name]) => name.startsWith("FRESH_PUBLIC_"))
      .map(([name, value]) => [spell(name), JSON.stringify(value)]),
  );
}

/** Puts values in place of literal `Deno.env.get("FRESH_PUBLIC_…")`. */
function publicEnvPlugin(): esbuild.Plugin {
  const values = publicEnv((name) => name);
  const call = /Deno\.env\.get\(\s*(["'])(FRESH_PUBLIC_\w+)\1\s*\)/g;
  return {
    name: "public-env",
    setup(build) {
      build.onLoad({ filter: /\.(ts|tsx|js|jsx)$/ }, async ({ path }) => {
        if (path.includes("/node_modules/")) return;
        const source = await Deno.readTextFile(path);
        if (!source.includes("Deno.env.get(")) return;
        return {
          contents: source.replace(
            call,
            (_, _quote, name: string) => values[name] ?? "undefined",
          ),
          loader: path.slice(path.lastIndexOf(".") + 1) as esbuild.Loader,
        };
      });
    },
  };
}
