/**
 * How many files and connections this process has open, and may have.
 *
 * @module
 */

/** Open descriptors and their limit. */
export interface DescriptorUse {
  /** Open now. */
  open: number;
  /** Most that may be open. */
  limit: number;
}

/**
 * Reads the use of descriptors.
 *
 * @returns `null` where the system does not say, as everywhere but on Linux.
 */
export async function readDescriptorUse(): Promise<DescriptorUse | null> {
  try {
    const limits = await Deno.readTextFile("/proc/self/limits");
    const limit = Number(/^Max open files +(\d+)/m.exec(limits)?.[1]);
    if (!Number.isFinite(limit)) return null;
    let open = 0;
    for await (const _ of Deno.readDir("/proc/self/fd")) open++;
    return { open, limit };
  } catch {
    // Another system, or no descriptor is left to look with.
    return null;
  }
}

/**
 * Says whether an error means that no file could be opened since there were too
 * many. Errors of a module that could not be read say so in their text only.
 */
export function isOutOfDescriptors(error: unknown): boolean {
  return error instanceof Error &&
    /too many open files/i.test(error.message);
}
