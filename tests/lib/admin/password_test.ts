import { equal, notEqual } from "node:assert/strict";
import {
  HASH_COST,
  hashPassword,
  isPasswordHash,
  PasswordHash,
} from "@/lib/admin/password.ts";

const SECRET = "a-signing-secret-of-tests";
const cheap = { n: 2, p: 1 };

Deno.test("PasswordHash knows its password and no other", async () => {
  const hash = await PasswordHash.of("correct horse", SECRET, HASH_COST);
  equal(await hash.matches("correct horse"), true);
  for (const guess of ["correct hors", "correct horse ", ""]) {
    equal(await hash.matches(guess), false, guess);
  }
});

Deno.test("PasswordHash has one tag on each start, and another with each secret", async () => {
  const tagOf = async (password: string, secret: string) =>
    (await PasswordHash.of(password, secret, cheap)).tag;
  equal(await tagOf("p", SECRET), await tagOf("p", SECRET));
  notEqual(await tagOf("p", SECRET), await tagOf("q", SECRET));
  notEqual(await tagOf("p", SECRET), await tagOf("p", `${SECRET}2`));
});

Deno.test("hashPassword() writes a line that opens to its password and no other", async () => {
  const line = hashPassword("correct horse", cheap);
  notEqual(hashPassword("correct horse", cheap), line, "the salt is random");
  const hash = await PasswordHash.of(line, SECRET);
  equal(await hash.matches("correct horse"), true);
  equal(await hash.matches("correct hors"), false);
  equal(await hash.matches(line), false, "the line is no password");
});

Deno.test("isPasswordHash() takes nothing for a line that it cannot use", () => {
  const line = hashPassword("correct horse", cheap);
  equal(isPasswordHash(line), true);
  const broken = [
    "correct horse",
    line.slice(0, -1),
    line.replace("$2$", "$3$"),
    line.replace("$2$", "$1$"),
    line.replace("$2$", "$2097152$"),
    line.replace("$1$", "$99$"),
    line.replace("$1$", "$0$"),
  ];
  for (const text of broken) equal(isPasswordHash(text), false, text);
});
