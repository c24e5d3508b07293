/**
 * One process for a database file.
 *
 * @module
 */

/** A file of which it is not known whether this Deno can lock it. */
type PerhapsLockable =
  & Omit<Deno.FsFile, "tryLockSync">
  & Partial<Pick<Deno.FsFile, "tryLockSync">>;

/** A lock that lasts until it is released, or the process ends in any way. */
export interface FileLock {
  /** Lets others have the file. */
  release(): void;
}

/**
 * Takes the lock of a file that is there. It is held on a file of its own beside
 * it, because SQLite locks the database itself; beside the file that symbolic
 * links lead to, so that two names of it are one, and only its owner may open
 * it.
 *
 * @returns `null` where this Deno cannot lock files (before 2.3).
 * @throws {Deno.errors.Busy} When another process, or another part of this
 * one, has it.
 */
export function lockFile(path: string): FileLock | null {
  const lockPath = `${Deno.realPathSync(path)}.lock`;
  const file: PerhapsLockable = Deno.openSync(lockPath, {
    create: true,
    write: true,
    mode: 0o600,
  });
  // Whoever may open it, to read only, may keep the site from starting.
  if (Deno.build.os !== "windows") Deno.chmodSync(lockPath, 0o600);
  if (file.tryLockSync === undefined) {
    file.close();
    return null;
  }
  if (!file.tryLockSync(true)) {
    file.close();
    throw new Deno.errors.Busy(
      `"${path}" is in use by another process; a database file is for one`,
    );
  }
  return { release: () => file.close() };
}
