/**
 * Upstream's packages from checkouts, where JSR is out of reach.
 *
 * @module
 */
import own from "../../fresh/deno.json" with { type: "json" };
import type { Checkouts } from "./arguments.ts";
import { copy, readJson, write, writeJson } from "./files.ts";
import type { Config } from "./project.ts";

/** Packages to link, and what goes with them. */
export interface Packages {
  /** Folders for `links`. */
  links: string[];
  /** What the site has to import in upstream's version. */
  imports: Record<string, string>;
  /** Folders by the name of their package, for the bundler. */
  folders: Record<string, string>;
}

/** What Fresh is bundled with: a site that ends it has to have the same. */
export const UPSTREAM_ESBUILD = "npm:esbuild@0.25.7";

/** Where a checkout of denoland/fresh has the packages. */
const FRESH_PACKAGES = {
  "@fresh/core": "packages/fresh",
  "@fresh/build-id": "packages/build-id",
};

/** Folders of a package that running it does not take. */
const UNUSED = ["tests", "tmp", "node_modules"];

/**
 * Copies Fresh's packages out of their workspace, which has members that need
 * JSR, and puts a bundler's plugin of ours beside them: the real one comes
 * with a binary that is on JSR only.
 */
export async function gatherPackages(
  { fresh, std }: Checkouts,
  to: string,
): Promise<Packages> {
  await expectVersion(fresh);
  const workspace = await readJson<Config>(`${fresh}/deno.json`);
  const esbuild = workspace.imports?.esbuild ?? UPSTREAM_ESBUILD;
  const folders: Record<string, string> = await stdFolders(std);
  const links = [std];
  for (const [name, folder] of Object.entries(FRESH_PACKAGES)) {
    const target = `${to}/${folder}`;
    for await (const entry of Deno.readDir(`${fresh}/${folder}`)) {
      if (UNUSED.includes(entry.name)) continue;
      await copy(`${fresh}/${folder}/${entry.name}`, `${target}/${entry.name}`);
    }
    await addImports(`${target}/deno.json`, workspace.imports ?? {});
    folders[name] = target;
    links.push(target);
  }
  const plugin = `${to}/esbuild-plugin`;
  await writeJson(`${plugin}/deno.json`, {
    name: "@deno/esbuild-plugin",
    version: "1.2.1",
    exports: "./mod.ts",
  });
  const source = new URL("./esbuild_plugin.ts", import.meta.url).href;
  await write(`${plugin}/mod.ts`, `export * from ${JSON.stringify(source)};\n`);
  return { links: [...links, plugin], imports: { esbuild }, folders };
}

/**
 * Checks that the checkout is of the version that ours stands for.
 *
 * @throws {Error} If it is of another one.
 */
export async function expectVersion(fresh: string): Promise<void> {
  const path = `${fresh}/packages/fresh/deno.json`;
  const { version } = await readJson<Config>(path);
  if (version === own.version) return;
  throw new Error(
    `Cannot compare as ${fresh} is at ${version}: check out tag ${own.version}`,
  );
}

/** Adds what a package took from its workspace. */
async function addImports(
  path: string,
  outer: Record<string, string>,
): Promise<void> {
  const config = await readJson<Config>(path);
  const used = ["esbuild", "@preact/signals", "@fresh/build-id"];
  const added = used.filter((name) => outer[name] !== undefined)
    .map((name) => [name, outer[name]]);
  await writeJson(path, {
    ...config,
    imports: { ...Object.fromEntries(added), ...config.imports },
  });
}

async function stdFolders(std: string): Promise<Record<string, string>> {
  const folders: Record<string, string> = {};
  const { workspace = [] } = await readJson<Config>(`${std}/deno.json`);
  for (const member of workspace) {
    const folder = `${std}/${member}`;
    const { name } = await readJson<Config>(`${folder}/deno.json`);
    folders[String(name)] = folder;
  }
  return folders;
}
