import { equal } from "node:assert/strict";
import {
  bytesReadOf,
  fixedBytesOf,
  noteBytesRead,
} from "@/lib/http/body_bytes.ts";

/** Responses whose size must be known without following their body. */
const fixed: readonly [string, () => Response][] = [
  ["a string", () => new Response("héllo")],
  ["an empty string", () => new Response("")],
  [
    "a string with headers",
    () => new Response("é", { status: 404, headers: { "x-a": "b" } }),
  ],
  ["JSON", () => Response.json({ a: "é" })],
  [
    "JSON with a status",
    () => Response.json({ a: "😀" }, { status: 201, headers: { "x-a": "b" } }),
  ],
  ["bytes", () => new Response(new Uint8Array(70_000))],
  ["form fields", () => new Response(new URLSearchParams({ a: "é b" }))],
  ["nothing", () => new Response(null, { status: 204 })],
  ["a redirect", () => Response.redirect("http://localhost/x")],
  [
    "a short stream that declares its length",
    () =>
      new Response(new Blob(["abc"]).stream(), {
        headers: { "content-length": "3" },
      }),
  ],
];

for (const [what, make] of fixed) {
  Deno.test(`fixedBytesOf() knows the size of ${what}`, async () => {
    const response = make();
    const touched = make();
    touched.headers.get("content-type");
    if (what !== "a redirect") touched.headers.set("x-late", "1");
    const bytes = (await make().bytes()).length;
    equal(fixedBytesOf(response, "GET"), bytes);
    equal(fixedBytesOf(touched, "GET"), bytes);
    equal(fixedBytesOf(make(), "HEAD"), 0);
    // It must leave the body alone.
    equal((await response.bytes()).length, bytes);
  });
}

Deno.test("fixedBytesOf() says when a body must be followed", async () => {
  const stream = () => new Blob(["abc"]).stream();
  for (
    const response of [
      new Response(stream()),
      new Response(stream(), { headers: { "content-length": "70000" } }),
      new Response(stream(), { headers: { "content-length": "3, 3" } }),
    ]
  ) {
    equal(fixedBytesOf(response, "GET"), undefined);
    await response.body?.cancel();
  }
});

Deno.test("bytesReadOf() counts what was read of a request", async () => {
  const url = "http://localhost/";
  const headers = { "content-length": "5" };
  const post = () =>
    new Request(url, { method: "POST", body: "hello", headers });
  const read = post();
  equal(bytesReadOf(read), 0);
  await read.text();
  equal(bytesReadOf(read), 5);
  const noted = post();
  noteBytesRead(noted, 3);
  equal(bytesReadOf(noted), 3);
  equal(bytesReadOf(new Request(url, { headers })), 0);
});

Deno.test("fixedBytesOf() does not look for a body where there can be none", () => {
  for (const status of [204, 205, 304]) {
    const response = new Response(null, { status });
    Object.defineProperty(response, "body", {
      get: () => {
        throw new Error("looked at");
      },
    });
    equal(fixedBytesOf(response, "POST"), 0);
  }
});
