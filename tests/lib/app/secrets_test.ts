import { deepEqual, equal, notEqual, throws } from "node:assert/strict";
import { loadSecrets } from "@/lib/app/secrets.ts";

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
    const made = loadSecrets(path);
    deepEqual(loadSecrets(path), made);
    equal(Deno.statSync(path).mode! & 0o777, 0o600);
    equal(new Set(Object.values(made)).size, 4);
    notEqual(loadSecrets(`${folder}/other.json`).anonSecret, made.anonSecret);
  });
});

Deno.test("loadSecrets() does not write over a file that it cannot read", async () => {
  await withFolder((folder) => {
    const path = `${folder}/secrets.json`;
    Deno.writeTextFileSync(path, '{"anonSecret":"only"}');
    throws(() => loadSecrets(path), /secrets\.json does not hold/);
    equal(Deno.readTextFileSync(path), '{"anonSecret":"only"}');
  });
});

Deno.test("loadSecrets() takes rights away that others have", async () => {
  await withFolder((folder) => {
    const path = `${folder}/secrets.json`;
    const made = loadSecrets(path);
    Deno.chmodSync(path, 0o644);
    deepEqual(loadSecrets(path), made);
    equal(Deno.statSync(path).mode! & 0o777, 0o600);
  });
});

Deno.test("loadSecrets() says in a sentence what it cannot read or write", async () => {
  await withFolder((folder) => {
    Deno.mkdirSync(`${folder}/secrets.json`);
    throws(() => loadSecrets(`${folder}/secrets.json`), {
      name: "ConfigError",
      message: /secrets\.json cannot be read: /,
    });
    Deno.writeTextFileSync(`${folder}/file`, "");
    throws(() => loadSecrets(`${folder}/file/data/secrets.json`), {
      name: "ConfigError",
      message: /secrets\.json cannot be (read|written)/,
    });
  });
});
