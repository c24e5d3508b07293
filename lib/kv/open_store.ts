/**
 * Opening the store that fits a database.
 *
 * @module
 */

import { dirname } from "node:path";
import { lockFile } from "./owned/file_lock.ts";
import { rememberFile } from "./owned/file_there.ts";
import { refuseWhileLocked } from "./locked_out.ts";
import { OwnedStore } from "./owned/owned_store.ts";
import { keepToOwner } from "./owner_only.ts";
import { RemoteStore } from "./remote_store.ts";
import type { Store } from "./store.ts";

/**
 * Opens a database. One that only this process can use is owned: a local file,
 * which is locked for it, or memory. Of any other the owned keys are as all.
 *
 * @param path A file, whose folder is made when it is missing; `:memory:`; a KV
 * Connect URL; or `undefined` for the platform's own database.
 * @param ownedPrefixes First parts of the keys to keep in memory.
 * @throws {Deno.errors.Busy} When another process has the file.
 */
export async function openStore(
  path: string | undefined,
  ownedPrefixes: readonly string[],
): Promise<Store> {
  if (path === undefined || path.includes("://")) {
    return new RemoteStore(await Deno.openKv(path), { isShared: true });
  }
  const prefixes = ownedPrefixes;
  if (path === ":memory:") {
    return await OwnedStore.load(await Deno.openKv(path), { prefixes });
  }
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await keepToOwner(path);
  const lock = lockFile(path);
  // Without a lock another process may be there: then memory is no authority.
  if (lock === null) return new RemoteStore(await Deno.openKv(path));
  try {
    const kv = await Deno.openKv(path);
    const store = await OwnedStore.load(kv, {
      prefixes,
      beforeCommit: rememberFile(path),
      onClose: () => lock.release(),
    });
    refuseWhileLocked(kv);
    return store;
  } catch (error) {
    lock.release();
    throw error;
  }
}
