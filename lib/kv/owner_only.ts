/**
 * A database file that nobody but its owner may read.
 *
 * @module
 */

/** Files that SQLite keeps beside a database, with the same rights. */
const COMPANIONS = ["", "-wal", "-shm"];

/** What every database begins with. */
const BEGINNING = new TextEncoder().encode("SQLite format 3\0");

/**
 * Makes a database file that only its owner may read, or takes away what others
 * may. SQLite gives new companions the rights of the database.
 *
 * @throws {Deno.errors.InvalidData} For what is there and no database. It stays
 * as it is: whoever mistypes a path as root would shut others out of it.
 */
export async function keepToOwner(path: string): Promise<void> {
  if (!await mayBeDatabase(path)) {
    throw new Deno.errors.InvalidData(`"${path}" is not a database`);
  }
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

/** Says whether there is a database, an empty file, or nothing. */
async function mayBeDatabase(path: string): Promise<boolean> {
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile || size === 0) return isFile;
    using file = await Deno.open(path);
    const start = new Uint8Array(BEGINNING.length);
    await file.read(start);
    return start.every((byte, at) => byte === BEGINNING[at]);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}
