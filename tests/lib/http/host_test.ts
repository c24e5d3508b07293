import { equal, throws } from "node:assert/strict";
import { requireHost, withOwnPath } from "@/lib/http/host.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { bodyOf, testApp } from "@/tests/app.ts";

const odd = [
  "x/admin?",
  "x?y",
  "x#y",
  "user@x",
  "a b",
  "x:99999999",
  "",
  "[::1",
  "x\\y",
  // Made of the right letters, and in no URL.
  "a:99999",
  "[:::::]",
  "999.9.9.9",
  "xn--a",
];
for (const host of odd) {
  Deno.test(`a request for the host "${host}" is a clean 400`, async () => {
    using app = await testApp();
    const response = await app.fetch("/api/rtc/qlen", { headers: { host } });
    equal(response.status, 400);
    equal((await bodyOf(response)).error, "bad-input");
  });
}

for (const host of ["localhost:8000", "[::1]:8000", "a_b.example", "1.2.3.4"]) {
  Deno.test(`a request for the host "${host}" is answered`, async () => {
    using app = await testApp();
    const response = await app.fetch("/api/rtc/qlen", { headers: { host } });
    equal(response.status, 200);
    await response.body?.cancel();
  });
}

for (const host of ["a:99999", "[:::::]", "999.9.9.9", "xn--a"]) {
  Deno.test(`a request whose host is "${host}" keeps its path`, () => {
    // As Deno makes it: it does not look whether the whole is a URL.
    const req = {
      url: `http://${host}/api/rtc/ice?pairId=%41`,
      method: "GET",
      headers: new Headers({ host }),
    } as Request;
    const { url } = withOwnPath(req);
    equal(url, "http://host.invalid/api/rtc/ice?pairId=%41");
  });
}

Deno.test("what was a host last says nothing of the next one", () => {
  const request = (host: string) =>
    new Request("http://x/api", { headers: { host } });
  for (const [good, bad] of [["a", "a/b"], ["a", ""], ["b", "a?"]] as const) {
    const fine = request(good);
    requireHost(fine);
    equal(withOwnPath(fine), fine);
    throws(() => requireHost(request(bad)), ApiError);
    requireHost(fine);
    throws(() => requireHost(request(bad)), ApiError);
  }
});
