import { deepEqual, equal } from "node:assert/strict";
import {
  coturnProvider,
  signCoturn,
  withTransports,
} from "@/lib/turn/coturn.ts";
import { TestClock } from "@/tests/helpers.ts";

Deno.test("signCoturn() writes what coturn expects", () => {
  // openssl: printf %s 1787400000:abc | openssl dgst -sha1 -hmac north-star-secret -binary | base64
  deepEqual(
    signCoturn("north-star-secret", {
      user: "abc",
      expiresAt: 1_787_400_000_999,
    }),
    { username: "1787400000:abc", credential: "iP3OAYVVQ52wyH0Rp8aCuzpU4tA=" },
  );
});

const expansions: [string, string[]][] = [
  ["turn:a.example", [
    "turn:a.example?transport=udp",
    "turn:a.example?transport=tcp",
  ]],
  ["turns:a.example:443", ["turns:a.example:443?transport=tcp"]],
  ["turn:a.example:80?transport=tcp", ["turn:a.example:80?transport=tcp"]],
];
for (const [url, expected] of expansions) {
  Deno.test(`withTransports() spells out ${url}`, () => {
    deepEqual(withTransports(url), expected);
  });
}

Deno.test("coturnProvider() grants every address for six hours", async () => {
  const clock = new TestClock();
  const provider = coturnProvider({
    provider: "coturn",
    urls: ["turn:a.example", "turns:a.example:443"],
    secret: "north-star-secret",
  }, clock.now);
  const grant = await provider.grant("abc");
  const expiresAt = clock.ms + 6 * 3_600_000;
  equal(grant?.expiresAt, expiresAt);
  deepEqual(grant?.iceServers, [{
    urls: [
      "turn:a.example?transport=udp",
      "turn:a.example?transport=tcp",
      "turns:a.example:443?transport=tcp",
    ],
    ...signCoturn("north-star-secret", { user: "abc", expiresAt }),
  }]);
});
