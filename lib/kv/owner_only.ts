/**
 * A database file that nobody but its owner may read.
 *
 * @module
 */

/** Files that SQLite keeps beside a database, with the same rights. */
const COMPANIONS = ["", "-wal", "-shm"];

/**
 * Makes a database file that only its owner may read, or takes away what others
 * may. SQLite gives new companions the rights of the database.
 */
export async function keepToOwner(path: string): Promise<void> {
  const options = { write: true, create: true, mode: 0o600 };
  (await Deno.open(path, options)).close();
  if (Deno.build.os === "windows") return;
  for (const companion of COMPANIONS) {
    try {
      await Deno.chmod(path + companion, 0o600);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}
