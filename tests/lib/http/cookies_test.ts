import { equal } from "node:assert/strict";
import { readCookie, writeCookie } from "@/lib/http/cookies.ts";

const cases: [string | null, string | null][] = [
  [null, null],
  ["", null],
  ["anon=1", "1"],
  ["a=0; anon=1; b=2", "1"],
  ["xanon=0;anon=1", "1"],
  ["anon=a=b", "a=b"],
  ["anon", null],
  ["anon=", ""],
];
for (const [header, want] of cases) {
  Deno.test(`readCookie() finds ${want} in ${header}`, () => {
    equal(readCookie(header, "anon"), want);
  });
}

Deno.test("writeCookie() sets what is asked for", () => {
  equal(
    writeCookie("a", "1", {
      maxAgeSeconds: 60,
      isSecure: true,
      sameSite: "Strict",
    }),
    "a=1; Path=/; Max-Age=60; SameSite=Strict; HttpOnly; Secure",
  );
  equal(
    writeCookie("a", "1", {
      maxAgeSeconds: 0,
      isSecure: false,
      isHttpOnly: false,
    }),
    "a=1; Path=/; Max-Age=0; SameSite=Lax",
  );
});
