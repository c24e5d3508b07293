import { equal, notEqual } from "node:assert/strict";
import { AnonCookies } from "@/lib/identity/anon_cookie.ts";
import { TokenSigner } from "@/lib/identity/signed_token.ts";

const NOW = Date.UTC(2026, 10, 20, 12);
const SECRET = "a-signing-secret-of-tests";

function issued(cookies: AnonCookies): string {
  return cookies.issue(NOW, false).split(";")[0]!;
}

Deno.test("AnonCookies knows a cookie of another process with its secret", () => {
  const pair = issued(new AnonCookies(SECRET));
  notEqual(new AnonCookies(SECRET).identify(pair, NOW), null);
  equal(new AnonCookies("another-secret-of-tests").identify(pair, NOW), null);
});

Deno.test("AnonCookies takes the first valid one of several cookies", () => {
  const cookies = new AnonCookies(SECRET);
  const [first, second] = [issued(cookies), issued(cookies)];
  const id = cookies.identify(first, NOW);
  notEqual(id, null);
  equal(cookies.identify(`anon=junk; ${first}; ${second}`, NOW), id);
  equal(cookies.identify(`${first.slice(0, -1)}; ${first}`, NOW), id);
});

Deno.test("AnonCookies looks only at the cookie of its own name", () => {
  const cookies = new AnonCookies(SECRET);
  const pair = issued(cookies);
  for (const name of ["xanon", "anonx", "ANON", "vip"]) {
    equal(cookies.identify(pair.replace("anon", name), NOW), null, name);
  }
});

Deno.test("AnonCookies stops looking in an endless header", () => {
  const cookies = new AnonCookies(SECRET);
  const pair = issued(cookies);
  const after = (count: number) =>
    cookies.identify("anon=junk; ".repeat(count) + pair, NOW);
  notEqual(after(199), null);
  equal(after(200), null);
});

Deno.test("AnonCookies does not remember a cookie past its end", () => {
  const cookies = new AnonCookies(SECRET);
  const pair = issued(cookies);
  const endAt = NOW + 30 * 24 * 3_600_000;
  notEqual(cookies.identify(pair, endAt - 1), null);
  equal(cookies.identify(pair, endAt), null);
});

Deno.test("AnonCookies remembers what it found in a header, unless it is long", () => {
  const { verify } = TokenSigner.prototype;
  let count = 0;
  TokenSigner.prototype.verify = function (...args) {
    count++;
    return verify.apply(this, args);
  };
  try {
    const pair = issued(new AnonCookies(SECRET));
    for (const length of [500, 501]) {
      const cookies = new AnonCookies(SECRET);
      const header = `${pair}; a=`.padEnd(length, "x");
      notEqual(cookies.identify(header, NOW), null);
      count = 0;
      notEqual(cookies.identify(header, NOW), null);
      equal(count === 0, length === 500, `${length} characters`);
    }
  } finally {
    TokenSigner.prototype.verify = verify;
  }
});

Deno.test("AnonCookies goes on to the next cookie when the first one ends", () => {
  const cookies = new AnonCookies(SECRET);
  const first = issued(cookies);
  const second = cookies.issue(NOW + 60_000, false).split(";")[0]!;
  const header = `${first}; theme=dark; ${second}`;
  const endAt = NOW + 30 * 24 * 3_600_000;
  equal(cookies.identify(header, NOW), cookies.identify(first, NOW));
  equal(cookies.identify(header, endAt), cookies.identify(second, endAt));
  notEqual(cookies.identify(header, endAt), null);
});
