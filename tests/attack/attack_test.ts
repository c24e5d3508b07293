import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { attack } from "./attack.ts";
import { BODIES, listRoutes } from "./routes.ts";
import { isHeld, table } from "./report.ts";
import { p95, Tally } from "./tally.ts";
import { targetOf } from "./target.ts";

Deno.test("the attack holds back from every address but this machine's", () => {
  for (
    const url of [
      "http://example.org/",
      "http://203.0.113.5:8000/",
      "http://127.0.0.1.example.org/",
      "http://localhost@example.org/",
      "http://0.0.0.0:8000/",
      "https://localhost/",
      "file:///etc/passwd",
    ]
  ) throws(() => targetOf(url), RangeError, url);
  for (
    const url of [
      "http://127.0.0.1:8000",
      "http://[::1]:1/",
      "http://localhost",
    ]
  ) {
    ok(targetOf(url).href.startsWith("http://"));
  }
});

Deno.test("the attack knows a right body for every posted call", async () => {
  const posted = (await listRoutes()).filter(({ posts }) => posts !== null);
  deepEqual(posted.map(({ path }) => path).sort(), Object.keys(BODIES).sort());
});

Deno.test("the attack calls a 503 without Retry-After a failure, and any 500", () => {
  const tally = new Tally();
  for (
    const [status, retryAfter] of [
      [200, null],
      [429, "1"],
      [503, "1"],
      [503, null],
      [500, null],
    ] as const
  ) tally.note({ status, retryAfter }, "x");
  const { tried, taken, refused, deferred, failures } = tally;
  deepEqual([tried, taken, refused, deferred], [5, 1, 1, 1]);
  deepEqual(failures, ["503 x", "500 x"]);
  equal(p95(Array.from({ length: 100 }, (_, i) => i + 1)), 95);
});

Deno.test("a server holds against every attack", async () => {
  await using server = await startServer({ env: { TRUSTED_PROXY: "any" } });
  const report = await attack(targetOf(server.baseUrl), {
    seed: 1,
    seconds: 0.2,
    connections: 10,
    slowSockets: 50,
    pid: server.pid,
  });
  const text = table(report);
  ok(isHeld(report), `${text}\n${server.output()}`);
  equal(report.attacks.length, 7);
  for (const { name, tally } of report.attacks) ok(tally.tried > 0, name);
  const refused = report.attacks.reduce(
    (sum, { tally }) => sum + tally.refused,
    0,
  );
  ok(refused > 0, text);
  match(text, /a normal visitor's p95: \d+ ms before, \d+ ms meanwhile/);
  equal(server.output().includes("    at "), false, server.output());
});
