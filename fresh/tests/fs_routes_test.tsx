import { deepEqual, equal, throws } from "node:assert/strict";
import { App, HttpError, page, type PageProps } from "fresh";
import { comparePaths, pathToPattern } from "../src/fs_routes.ts";
import { attach, caller } from "./helpers.ts";

type Module = Record<string, unknown>;

/** Calls an app that has these file routes. */
async function call(request: string, routes: Record<string, Module>) {
  const app = await attach(new App().fsRoutes(), { routes });
  return await caller(app)(request);
}

const text = (content: string) => ({ handler: () => new Response(content) });

/** A layout or wrapper that shows its name around the rest. */
const around = (name: string, config: Module = {}) => ({
  config,
  default: ({ Component }: PageProps) => (
    <>
      {name}(<Component />)
    </>
  ),
});

const PATTERNS: [path: string, want: string][] = [
  ["index", "/"],
  ["about", "/about"],
  ["blog/index", "/blog"],
  ["blog/[id]", "/blog/:id"],
  ["[a]@[b].json", "/:a@:b.json"],
  ["[a]x", "/:ax"],
  ["v[a]", "/v:a"],
  ["[...rest]", "/:rest*"],
  ["a/[...rest]", "/a/:rest*"],
  ["[[opt]]", "/{:opt}?"],
  ["a/[[opt]]", "/a{/:opt}?"],
  ["a/[[opt]]/b", "/a{/:opt}?/b"],
  ["(group)/index", "/"],
  ["(group)/a/(other)/b", "/a/b"],
];

for (const [path, want] of PATTERNS) {
  Deno.test(`pathToPattern() makes ${want} of ${path}`, () => {
    equal(pathToPattern(path), want);
  });
}

Deno.test("pathToPattern() refuses what cannot be a pattern", () => {
  for (
    const path of ["[a][b]", "[a", "a]", "foo-[[x]]", "[[x]]y", "[]", "[[a]"]
  ) {
    throws(() => pathToPattern(path), SyntaxError, path);
  }
});

Deno.test("comparePaths() puts the more exact pattern first", () => {
  const sorted = [
    "_middleware",
    "_layout",
    "_error",
    "index",
    "all",
    "auth/login",
    "blog/index",
    "blog/new",
    "blog/[id]",
    "blog/[...rest]",
    "(app)/[org]/[app]",
    "[id]",
    "[...rest]",
  ];
  deepEqual([...sorted].reverse().sort(comparePaths), sorted);
});

Deno.test("handlers answer their verbs, and 405 to the others", async () => {
  for (const name of ["handler", "handlers"]) {
    const routes = {
      a: { [name]: { POST: () => new Response("post") } },
    };
    equal((await call("POST /a", routes)).text, "post");
    const { status, headers } = await call("GET /a", routes);
    deepEqual([status, headers.get("allow")], [405, null]);
    equal((await call("OPTIONS /a", routes)).status, 204);
  }
});

Deno.test("a handler function answers every verb", async () => {
  for (const verb of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    equal((await call(`${verb} /a`, { a: text("fn") })).text, "fn");
  }
});

Deno.test("a component without GET among its handlers gets it", async () => {
  const routes = {
    a: {
      handler: { POST: () => new Response("post") },
      default: () => <p>page</p>,
    },
    b: {
      handler: { GET: () => new Response("own") },
      default: () => <p>page</p>,
    },
  };
  equal((await call("/a", routes)).text.includes("<p>page</p>"), true);
  equal((await call("POST /a", routes)).text, "post");
  equal((await call("/b", routes)).text, "own");
});

Deno.test("page() gives the component data, status and one header of a name", async () => {
  const headers = new Headers([["set-cookie", "a=1"], ["set-cookie", "b=2"]]);
  const routes = {
    a: {
      handler: { GET: () => page({ name: "<x>" }, { status: 201, headers }) },
      default: ({ data }: PageProps<{ name: string }>) => <p>{data.name}</p>,
    },
  };
  const answer = await call("/a", routes);
  equal(answer.status, 201);
  deepEqual(answer.headers.getSetCookie(), ["b=2"]);
  equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
  equal(answer.text.includes("<p>&lt;x></p>"), true);
});

Deno.test("async pages, layouts and wrappers may return a Response", async () => {
  const early = () => Promise.resolve(new Response("early"));
  const early2 = async () => await early();
  const plain = { default: () => <p>page</p> };
  const late = {
    // deno-lint-ignore require-await
    default: async ({ Component }: PageProps) => (
      <b>
        <Component />
      </b>
    ),
  };
  equal((await call("/a", { a: { default: early2 } })).text, "early");
  for (const special of ["_app", "_layout"]) {
    const routes = { a: plain, [special]: { default: early2 } };
    equal((await call("/a", routes)).text, "early");
    const { text } = await call("/a", { a: plain, [special]: late });
    equal(text.includes("<b><p>page</p></b>"), true);
  }
});

Deno.test("layouts nest, and skip what they are told to", async (t) => {
  const shown = { default: () => <>page</> };
  const cases: [why: string, routes: Record<string, Module>, want: string][] = [
    ["all", {
      "_app": around("app"),
      "_layout": around("one"),
      "a/_layout": around("two"),
      "a/b": shown,
    }, "app(one(two(page)))"],
    ["a missing level", {
      "_layout": around("one"),
      "a/b/_layout": around("two"),
      "a/b": text("no"),
      "a/b/index": shown,
      "a/b/c": shown,
    }, "one(two(page))"],
    ["a route without layouts", {
      "_app": around("app"),
      "_layout": around("one"),
      "a/b": { ...shown, config: { skipInheritedLayouts: true } },
    }, "app(page)"],
    ["a route without wrapper", {
      "_app": around("app"),
      "_layout": around("one"),
      "a/b": { ...shown, config: { skipAppWrapper: true } },
    }, "one(page)"],
    ["a layout without outer ones", {
      "_app": around("app"),
      "_layout": around("one"),
      "a/_layout": around("two", {
        skipInheritedLayouts: true,
        skipAppWrapper: true,
      }),
      "a/b": shown,
    }, "two(page)"],
    ["groups", {
      "_layout": around("one"),
      "(g)/_layout": around("two"),
      "(h)/_layout": around("three"),
      "(g)/a/b": shown,
    }, "one(two(page))"],
  ];
  for (const [why, routes, want] of cases) {
    await t.step(why, async () => {
      const path = why === "a missing level" ? "/a/b/c" : "/a/b";
      const { text } = await call(path, { ...routes, z: shown });
      equal(/<body>(.*)<\/body>/.exec(text)?.[1], want);
    });
  }
});

Deno.test("middlewares: nested, arrays, not those of siblings", async () => {
  const log: string[] = [];
  const mw = (name: string) => (ctx: { next(): Promise<Response> }) => {
    log.push(name);
    return ctx.next();
  };
  const routes = {
    "_middleware": { handler: [mw("1"), mw("2")] },
    "a/_middleware": { default: mw("3") },
    "a/(g)/_middleware": { handlers: mw("4") },
    "b/_middleware": { handler: mw("no") },
    "a/(g)/x": text("x"),
  };
  equal((await call("/a/x", routes)).text, "x");
  deepEqual(log, ["1", "2", "3", "4"]);
});

Deno.test("_error and _404 render with their status", async () => {
  const Shown = ({ error }: PageProps) => <>{(error as Error).message}</>;
  const routes = {
    "_app": around("app"),
    "_error": { default: Shown },
    "_404": { default: () => <>none</> },
    "a": { handler: () => Promise.reject(new Error("broken")) },
    "b": { handler: () => Promise.reject(new HttpError(501, "later")) },
    "c": { handler: () => Promise.reject(new HttpError(404)) },
    "d/_error": { handler: () => new Response("own", { status: 200 }) },
    "d/x": { handler: () => Promise.reject(new Error("broken")) },
    "e": {
      default: () => {
        throw new Error("while rendering");
      },
    },
  };
  for (
    const [path, status, want] of [
      ["/a", 500, "app(broken)"],
      ["/b", 501, "app(later)"],
      ["/c", 200, "app(none)"],
      ["/nope", 200, "app(none)"],
      ["/d/x", 200, "own"],
      ["/e", 500, "app(while rendering)"],
    ] as const
  ) {
    const answer = await call(path, routes);
    equal(answer.status, status, path);
    equal(answer.text.includes(want), true, answer.text);
  }
});

Deno.test("_error takes 404s where there is no _404", async () => {
  const routes = { "_error": { default: () => <>sorry</> } };
  const { status, text } = await call("/nope", routes);
  deepEqual([status, text.includes("sorry")], [404, true]);
});

Deno.test("groups with one URL merge their verbs", async () => {
  const routes = {
    "(a)/x": { handler: { GET: () => new Response("get") } },
    "(b)/x": { handler: { POST: () => new Response("post") } },
  };
  equal((await call("GET /x", routes)).text, "get");
  equal((await call("POST /x", routes)).text, "post");
});

Deno.test("modules without use are refused", async () => {
  const attempts: Record<string, Module>[] = [
    { a: {} },
    { "_middleware": {} },
    { a: { handler: (_req: unknown, ctx: unknown) => ctx } },
  ];
  for (const routes of attempts) {
    const app = await attach(new App().fsRoutes(), { routes });
    throws(() => app.handler(), TypeError);
  }
});

Deno.test("a route that is imported when needed is imported once, after a failure anew", async () => {
  let imports = 0;
  const load = () =>
    ++imports === 1
      ? Promise.reject(new HttpError(503))
      : Promise.resolve(text(`import ${imports}`));
  const app = await attach(new App().fsRoutes(), { routes: { a: load } });
  const ask = caller(app);
  equal((await ask("/a")).status, 503);
  equal((await ask("/a")).text, "import 2");
  equal((await ask("/a")).text, "import 2");
});
