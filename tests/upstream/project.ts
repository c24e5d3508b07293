/**
 * Copies of the site that run on upstream.
 *
 * @module
 */
import { copy, exists, readJson, writeJson } from "./files.ts";

/** A `deno.json`, as far as it matters here. */
export interface Config {
  workspace?: string[];
  links?: string[];
  imports?: Record<string, string>;
  [name: string]: unknown;
}

/** Folders and files that are not copied: ours, and what is made. */
const LEFT_OUT = new Set([
  ".git",
  "_fresh",
  "_server",
  "_styles",
  "_workers",
  "coverage",
  "data",
  "deno.lock",
  "fresh",
  "node_modules",
]);

/** Tells whether something at the root of the project is copied. */
export function isCopied(name: string): boolean {
  return !LEFT_OUT.has(name);
}

/**
 * Makes the configuration of a copy: Fresh is no longer a member of the
 * workspace, and comes from `links` where there are some.
 *
 * @param config That of the site.
 * @param links Folders of packages, which stand in for JSR.
 * @param imports What is to be had in another version.
 */
export function onUpstream(
  config: Config,
  links: string[],
  imports: Record<string, string> = {},
): Config {
  const { workspace: _, ...rest } = config;
  return {
    ...rest,
    imports: { ...config.imports, ...imports },
    ...(links.length > 0 && { links }),
  };
}

/** Copies the site to a folder, where it runs on upstream. */
export async function copyProject(
  root: string,
  to: string,
  links: string[],
  imports: Record<string, string>,
): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(root)) {
    if (isCopied(name)) await copy(`${root}/${name}`, `${to}/${name}`);
  }
  const config = await readJson<Config>(`${root}/deno.json`);
  await writeJson(`${to}/deno.json`, onUpstream(config, links, imports));
  if (await exists(`${to}/fresh`)) {
    throw new Error("Cannot run on upstream as our own fresh/ was copied");
  }
}
