import { deepEqual, equal } from "node:assert/strict";
import { App, type Context } from "fresh";
import { caller, hush } from "./helpers.ts";

const REDIRECTS: [path: string, target: string, want: string | number][] = [
  ["/", "/foo", "/foo"],
  ["/", "/foo?a=//b#//c", "/foo?a=//b#//c"],
  ["/", "//evil.com", "/evil.com"],
  ["/", "//evil.com/a//b", "/evil.com/a/b"],
  ["/", "/\\evil.com", "/evil.com"],
  ["/", "\\\\evil.com", "/evil.com"],
  ["/", "/\t/evil.com", "/evil.com"],
  ["/", " //evil.com", "/evil.com"],
  ["/", "https://example.com//a", "https://example.com//a"],
  ["/", "javascript:alert(1)", 400],
  ["/", "java\nscript:alert(1)", 400],
  ["/", "data:text/html,x", 400],
  ["/", "?page=2", "?page=2"],
  ["/", "foo:bar", 400],
  ["/", "./foo:bar", "./foo:bar"],
];

for (const [path, target, want] of REDIRECTS) {
  Deno.test(`redirect(${JSON.stringify(target)}) at ${path}`, async () => {
    const app = new App().get("/", (ctx) => ctx.redirect(target));
    const { status, headers } = await caller(app)(path);
    if (typeof want === "number") equal(status, want);
    else deepEqual([status, headers.get("location")], [302, want]);
  });
}

Deno.test("redirect() takes a status", async () => {
  const app = new App().get("/", (ctx) => ctx.redirect("/x", 307));
  equal((await caller(app)("/")).status, 307);
});

/** Asks `path` of an app that answers with what `read` gets. */
async function read(
  path: string,
  read: (ctx: Context<unknown>) => unknown,
  { pattern = "*", headers = {} } = {},
): Promise<unknown> {
  const app = new App()
    .all(pattern, (ctx) => ctx.json(read(ctx) ?? null));
  const { text } = await caller(app)(path, { headers });
  return JSON.parse(text);
}

Deno.test("url has single slashes, and query and hash as they were", async () => {
  const url = await read("//a///b?c=//d", ({ url }) => url.href);
  equal(url, "http://localhost/a/b?c=//d");
});

Deno.test("url believes no forwarding headers", async () => {
  const headers = {
    "x-forwarded-proto": "https, http",
    "x-forwarded-host": "example.com",
  };
  const href = (ctx: Context<unknown>) => ctx.url.href;
  equal(await read("/a", href, { headers }), "http://localhost/a");
});

Deno.test("params are decoded, except slashes", async (t) => {
  for (
    const [pattern, path, want] of [
      ["/u/:id", "/u/a%20b", { id: "a b" }],
      ["/u/:id", "/u/a%2Fb", { id: "a%2Fb" }],
      ["/u/:id", "//u//x", { id: "x" }],
      ["/o{/:a}?", "/o", { a: "" }],
      ["/rest/:all*", "/rest/a/b", { all: "a/b" }],
      ["/rest/:all*", "/rest", { all: "" }],
      ["/star/*", "/star/a/b", { 0: "a/b" }],
      ["/static", "/static/", {}],
    ] as const
  ) {
    await t.step(`${pattern} at ${path}`, async () => {
      const found = await read(path, (ctx) => [ctx.params, ctx.route], {
        pattern,
      });
      deepEqual(found, [want, new URLPattern({ pathname: pattern }).pathname]);
    });
  }
});

Deno.test("a malformed escape is 400, through the root middlewares", async () => {
  const app = new App()
    .use(async (ctx) => {
      const response = await ctx.next().catch((error) => ctx.json(error));
      response.headers.set("x-root", "1");
      return response;
    })
    .get("/u/:id", () => new Response("never"));
  const { text, headers } = await caller(app)("/u/%E0%A4%A");
  equal(JSON.parse(text).status, 400);
  equal(headers.get("x-root"), "1");
  const plain = caller(new App().get("/:id", () => new Response()));
  equal((await plain("/%E0%A4%A")).status, 400);
});

Deno.test("answers have the right content type", async (t) => {
  const cases: Record<string, (ctx: Context<unknown>) => Response> = {
    "text/plain;charset=UTF-8": (ctx) => ctx.text("ok"),
    "text/html; charset=utf-8": (ctx) => ctx.html("ok"),
    "application/json": (ctx) => ctx.json("ok"),
  };
  for (const [type, answer] of Object.entries(cases)) {
    await t.step(type, async () => {
      const { headers } = await caller(new App().get("/", answer))("/");
      equal(headers.get("content-type"), type);
    });
  }
});

Deno.test("render() without anything to render is a 500", async () => {
  const app = new App()
    // deno-lint-ignore no-explicit-any
    .get("/a", (ctx) => (ctx as any).render())
    // deno-lint-ignore no-explicit-any
    .get("/b", (ctx) => ctx.render({} as any))
    .get("/null", (ctx) => ctx.render(null));
  const call = caller(app);
  await hush("error", async () => {
    equal((await call("/a")).status, 500);
    equal((await call("/b")).status, 500);
  });
  equal((await call("/null")).status, 200);
});

Deno.test("stream() sends chunks of every kind of source", async () => {
  const bytes = new TextEncoder().encode("b");
  async function* later() {
    yield "a";
    await Promise.resolve();
    yield bytes;
  }
  const app = new App()
    .get("/a", (ctx) => ctx.stream(["a", bytes]))
    .get("/b", (ctx) => ctx.stream(later()))
    .get("/c", (ctx) => ctx.stream(later, { status: 201 }));
  const call = caller(app);
  equal((await call("/a")).text, "ab");
  equal((await call("/b")).text, "ab");
  deepEqual((({ status, text }) => [status, text])(await call("/c")), [
    201,
    "ab",
  ]);
});
