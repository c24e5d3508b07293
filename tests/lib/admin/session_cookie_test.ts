import { equal, match } from "node:assert/strict";
import { SessionCookie } from "@/lib/admin/session_cookie.ts";

const NOW = 1_787_400_000_000;
const WEEK_MS = 7 * 24 * 3_600_000;

const cookie = new SessionCookie("secret");

function written(isSecure: boolean): string {
  return cookie.write("token", { now: NOW, isSecure });
}

Deno.test("SessionCookie is kept from scripts, other sites and plain http", () => {
  for (const header of [written(true), cookie.remove(true)]) {
    match(header, /; HttpOnly/i);
    match(header, /; SameSite=Strict/i);
    match(header, /; Secure/i);
    match(header, /; Path=\/(;|$)/i);
  }
  equal(/Secure/i.test(written(false)), false);
  match(written(true), new RegExp(`; Max-Age=${WEEK_MS / 1_000}(;|$)`, "i"));
  match(cookie.remove(true), /^admin=;.*Max-Age=0/i);
});

Deno.test("SessionCookie reads its own token for a week, and no forged one", () => {
  const [pair] = written(true).split(";");
  equal(cookie.read(pair!, NOW), "token");
  equal(cookie.read(`other=1; ${pair}`, NOW + WEEK_MS - 1), "token");
  equal(cookie.read(pair!, NOW + WEEK_MS), null);
  equal(cookie.read(`${pair}x`, NOW), null);
  equal(new SessionCookie("another").read(pair!, NOW), null);
  equal(cookie.read("admin=token", NOW), null);
  equal(cookie.read(null, NOW), null);
});
