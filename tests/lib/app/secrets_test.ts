import { deepEqual, equal, notEqual, throws } from "node:assert/strict";
import { PasswordHash } from "@/lib/admin/password.ts";
import { loadSecrets as loadWithCost } from "@/lib/app/secrets.ts";

/** The same with hashes that cost next to nothing. */
function loadSecrets(path: string, needsPassword: boolean) {
  return loadWithCost(path, needsPassword, { n: 2, p: 1 });
}

async function withFolder(run: (folder: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("loadSecrets() makes secrets once and keeps them to their owner", async () => {
  await withFolder((folder) => {
    const path = `${folder}/data/secrets.json`;
    const made = loadSecrets(path, true);
    notEqual(made.newAdminPassword, null);
    deepEqual(loadSecrets(path, true), { ...made, newAdminPassword: null });
    equal(Deno.statSync(path).mode! & 0o777, 0o600);
    equal(new Set(Object.values(made)).size, 5);
    const other = loadSecrets(`${folder}/other.json`, true);
    notEqual(other.anonSecret, made.anonSecret);
  });
});

Deno.test("loadSecrets() keeps no password, but the hash of it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/secrets.json`;
    const { adminPassword, newAdminPassword } = loadWithCost(path, true);
    equal(adminPassword!.startsWith("scrypt$32768$3$"), true);
    equal(Deno.readTextFileSync(path).includes(newAdminPassword!), false);
    const hash = await PasswordHash.of(adminPassword!, "");
    equal(await hash.matches(newAdminPassword!), true);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("loadSecrets() makes a password when it is first needed", async () => {
  await withFolder((folder) => {
    const path = `${folder}/secrets.json`;
    equal(loadSecrets(path, false).adminPassword, null);
    notEqual(loadSecrets(path, true).newAdminPassword, null);
  });
});

Deno.test("loadSecrets() hashes a password that was kept as it is, and shows it once more", async () => {
  await withFolder((folder) => {
    const path = `${folder}/secrets.json`;
    const { anonSecret, vipSecret, adminToken } = loadSecrets(path, false);
    const old = {
      anonSecret,
      vipSecret,
      adminToken,
      adminPassword: "kept-one",
    };
    Deno.writeTextFileSync(path, JSON.stringify(old));
    equal(loadSecrets(path, true).newAdminPassword, "kept-one");
    equal(Deno.readTextFileSync(path).includes("kept-one"), false);
    equal(loadSecrets(path, true).newAdminPassword, null);
  });
});

Deno.test("loadSecrets() does not write over a file that it cannot read", async () => {
  await withFolder((folder) => {
    const path = `${folder}/secrets.json`;
    Deno.writeTextFileSync(path, '{"anonSecret":"only"}');
    throws(() => loadSecrets(path, false), /secrets\.json does not hold/);
    equal(Deno.readTextFileSync(path), '{"anonSecret":"only"}');
  });
});

Deno.test("loadSecrets() takes rights away that others have", async () => {
  await withFolder((folder) => {
    const path = `${folder}/secrets.json`;
    const made = loadSecrets(path, false);
    Deno.chmodSync(path, 0o644);
    deepEqual(loadSecrets(path, false), made);
    equal(Deno.statSync(path).mode! & 0o777, 0o600);
  });
});

Deno.test("loadSecrets() says in a sentence what it cannot read or write", async () => {
  await withFolder((folder) => {
    Deno.mkdirSync(`${folder}/secrets.json`);
    throws(() => loadSecrets(`${folder}/secrets.json`, false), {
      name: "ConfigError",
      message: /secrets\.json cannot be read: /,
    });
    Deno.writeTextFileSync(`${folder}/file`, "");
    throws(() => loadSecrets(`${folder}/file/data/secrets.json`, false), {
      name: "ConfigError",
      message: /secrets\.json cannot be (read|written)/,
    });
  });
});
