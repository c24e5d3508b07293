/**
 * The few things done with files here.
 *
 * @module
 */
import { cp } from "node:fs/promises";
import { dirname } from "node:path";

/** Copies a file or a folder with all that is in it. */
export async function copy(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true });
}

/** Writes a file, and the folders it is in. */
export async function write(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
}

/** Reads a JSON file. */
export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await Deno.readTextFile(path));
}

/** Writes a JSON file. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await write(path, JSON.stringify(value, null, 2) + "\n");
}

/** Tells whether there is such a file or folder. */
export async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
