import { deepEqual, equal, match } from "node:assert/strict";
import { App, csp, csrf, staticFiles } from "fresh";
import { asset } from "fresh/runtime";
import { attach, BUILD_ID, caller } from "./helpers.ts";

const ok = () => new Response("ok");
const Scripted = () => <script>1</script>;

const FILES = {
  "/a.txt": "a",
  "/a,b.css": "ab",
  "/C#.svg": "c",
  "/日本.txt": "jp",
  [`/_fresh/js/${BUILD_ID}/x.js`]: "x",
};
const IMMUTABLE = "public, max-age=31536000, immutable";
const NO_STORE = "no-cache, no-store, max-age=0, must-revalidate";

async function files(mode: "production" | "development" = "production") {
  const app = new App({ mode }).use(staticFiles()).get("/", ok);
  return caller(await attach(app, { files: FILES }));
}

Deno.test("staticFiles() serves files under any spelling", async (t) => {
  const call = await files();
  for (
    const [path, status, text] of [
      ["/a.txt", 200, "a"],
      ["/a,b.css", 200, "ab"],
      ["/a%2Cb.css", 200, "ab"],
      ["/C%23.svg", 200, "c"],
      ["/日本.txt", 200, "jp"],
      ["/%E6%97%A5%E6%9C%AC.txt", 200, "jp"],
      ["/", 200, "ok"],
      ["/%E0%A4%A", 404, "Not Found"],
      ["/none", 404, "Not Found"],
      ["/../a.txt", 200, "a"],
      ["/favicon.ico", 404, ""],
    ] as const
  ) {
    await t.step(path, async () => {
      const answer = await call(path);
      deepEqual([answer.status, answer.text], [status, text]);
    });
  }
});

Deno.test("staticFiles() answers GET and HEAD only", async () => {
  const call = await files();
  const head = await call("HEAD /a.txt");
  deepEqual([head.status, head.text], [200, ""]);
  equal(head.headers.get("content-length"), "1");
  const post = await call("POST /a.txt");
  deepEqual([post.status, post.headers.get("allow")], [405, null]);
});

Deno.test("staticFiles() lets caches keep what has the key", async (t) => {
  const call = await files();
  for (
    const [path, want] of [
      ["/a.txt", NO_STORE],
      [`/a.txt?__frsh_c=${BUILD_ID}`, IMMUTABLE],
      [`/_fresh/js/${BUILD_ID}/x.js`, IMMUTABLE],
    ] as const
  ) {
    await t.step(path, async () => {
      const { headers } = await call(path);
      equal(headers.get("cache-control"), want);
      equal(headers.get("vary"), "If-None-Match");
    });
  }
  const wrong = await call("/a.txt?x=1&__frsh_c=old");
  deepEqual([wrong.status, wrong.headers.get("location")], [307, "/a.txt?x=1"]);
});

Deno.test("staticFiles() answers 304 to a matching tag", async () => {
  const call = await files();
  const etag = (await call("/a.txt")).headers.get("etag")!;
  match(etag, /^W\/"[0-9a-f]{64}"$/);
  for (const tag of [etag, etag.slice(3, -1)]) {
    const headers = { "if-none-match": tag };
    const { status, text } = await call("/a.txt", { headers });
    deepEqual([status, text], [304, ""]);
  }
  for (const tag of ['"x"', `"x", ${etag}`, "*"]) {
    const headers = { "if-none-match": tag };
    equal((await call("/a.txt", { headers })).status, 200);
  }
});

Deno.test("staticFiles() keeps nothing in development", async () => {
  const call = await files("development");
  const headers = { "if-none-match": "*" };
  const answer = await call(`/a.txt?__frsh_c=${BUILD_ID}`, { headers });
  deepEqual([answer.status, answer.headers.get("etag")], [200, null]);
  equal(answer.headers.get("cache-control"), NO_STORE);
});

Deno.test("staticFiles() passes on without a build", async () => {
  const call = caller(new App().use(staticFiles()).get("/a.txt", ok));
  equal((await call("/a.txt")).text, "ok");
  equal((await call("/favicon.ico")).status, 404);
});

Deno.test("asset() adds the key where it belongs", async () => {
  await files();
  const key = `__frsh_c=${BUILD_ID}`;
  for (
    const [path, want] of [
      ["/a", `/a?${key}`],
      ["/a?b=1#c", `/a?b=1&${key}#c`],
      [`/a?${key}`, `/a?${key}`],
      ["//cdn/a", "//cdn/a"],
      ["a", "a"],
      ["https://x/a", "https://x/a"],
    ] as const
  ) equal(asset(path), want);
});

Deno.test("csrf() tells who may send", async (t) => {
  const own = "http://localhost";
  const cases: [
    method: string,
    headers: Record<string, string>,
    want: number,
    origin?: string | string[] | ((origin: string) => boolean),
  ][] = [
    ["GET", { "sec-fetch-site": "cross-site" }, 200],
    ["HEAD", { origin: "http://evil" }, 200],
    ["POST", {}, 200],
    ["POST", { "sec-fetch-site": "same-origin" }, 200],
    ["POST", { "sec-fetch-site": "none" }, 200],
    ["POST", { "sec-fetch-site": "same-site" }, 403],
    ["POST", { "sec-fetch-site": "cross-site" }, 403],
    ["POST", { "sec-fetch-site": "cross-site", origin: own }, 200],
    ["DELETE", { origin: "http://evil" }, 403],
    ["POST", { origin: own }, 200],
    ["POST", { origin: "null" }, 403],
    ["POST", { origin: "http://a" }, 200, "http://a"],
    ["POST", { origin: own }, 403, "http://a"],
    ["POST", { origin: "http://b" }, 200, ["http://a", "http://b"]],
    ["POST", { origin: "http://c" }, 403, ["http://a", "http://b"]],
    ["POST", { origin: "http://a.b" }, 200, (o) => o.endsWith(".b")],
  ];
  for (const [method, headers, want, origin] of cases) {
    const name = `${method} ${JSON.stringify(headers)} ${origin ?? ""}`;
    await t.step(name, async () => {
      const app = new App()
        .use(csrf(origin === undefined ? {} : { origin }))
        .all("/", ok);
      equal((await caller(app)(`${method} /`, { headers })).status, want);
    });
  }
});

Deno.test("csp() sets defaults, and lets them be replaced", async () => {
  const app = (options: Parameters<typeof csp>[0]) =>
    caller(new App().use(csp(options)).get("/", ok));
  const plain = (await app({})("/")).headers.get("content-security-policy")!;
  match(plain, /^default-src 'self'; script-src 'self' 'unsafe-inline'; /);
  match(plain, /upgrade-insecure-requests$/);
  const own = await app({ csp: ["script-src 'none'", "frame-src 'self'"] })(
    "/",
  );
  const policy = own.headers.get("content-security-policy")!;
  match(policy, /script-src 'none';/);
  match(policy, /frame-src 'self'/);
});

Deno.test("csp() allows the nonce of a page", async () => {
  const call = caller(
    new App().use(csp({ useNonce: true }))
      .use(async (ctx) => {
        return await ctx.next().catch(() => ctx.render(<Scripted />));
      })
      .get("/", (ctx) => ctx.render(<Scripted />))
      .get("/plain", ok),
  );
  for (const path of ["/", "/nope"]) {
    const { headers, text } = await call(path);
    const nonce = /nonce="(\w+)"/.exec(text)![1];
    const policy = headers.get("content-security-policy")!;
    match(policy, new RegExp(`script-src 'self' 'nonce-${nonce}';`));
    match(policy, new RegExp(`style-src 'self' 'nonce-${nonce}';`));
    equal([...headers.keys()].includes("__freshnonce"), false);
  }
  const { headers } = await call("/plain");
  match(headers.get("content-security-policy")!, /'unsafe-inline'/);
});
