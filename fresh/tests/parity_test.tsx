import { deepEqual, equal, match, rejects, throws } from "node:assert/strict";
import * as fresh from "fresh";
import { App, type Context, csp } from "fresh";
import { Builder } from "fresh/dev";
import type { RouteModule } from "fresh/internal";
import { Partial } from "fresh/runtime";
import { comparePaths } from "../src/fs_routes.ts";
import { attach, caller, hush } from "./helpers.ts";

// What an app could lean on here and miss upstream, or the other way round.

const ok = () => new Response("ok");
const refuse = () => new Response("guarded", { status: 401 });

Deno.test("a guard holds for routes with optional parts below it", async (t) => {
  const cases: [guard: string, route: string, path: string, want: number][] = [
    ["/api", "/api{/:opt}?/end", "/api/end", 401],
    ["/api", "/api{/:opt}?/end", "/api/v1/end", 401],
    ["/api", "/api/end", "/api/end", 401],
    ["/api", "/apix", "/apix", 200],
    ["/api/*", "/api/end", "/api/end", 200],
    ["/api/*", "/api/*", "/api/end", 401],
    ["*", "/api", "/api", 401],
    ["/", "/api", "/api", 401],
    ["api", "/api/end", "/api/end", 401],
  ];
  for (const [guard, route, path, want] of cases) {
    await t.step(`use("${guard}") and get("${route}") at ${path}`, async () => {
      const app = new App().use(guard, refuse).get(route, ok);
      equal((await caller(app)(path)).status, want);
    });
  }
});

Deno.test("a pattern without a slash matches nothing", async () => {
  equal((await caller(new App().get("a", ok))("/a")).status, 404);
});

Deno.test("a static path is found as it was registered only", async () => {
  const call = caller(new App().get("/sp ace", ok));
  equal((await call("/sp%20ace")).status, 404);
});

Deno.test("a second next() goes on behind the steps that ran", async () => {
  const log: string[] = [];
  const step = (name: string) => (ctx: Context<unknown>) => {
    log.push(name);
    return ctx.next();
  };
  const app = new App()
    .use(async (ctx) => {
      await (await ctx.next()).body?.cancel();
      return await ctx.next();
    })
    .use(step("a"))
    .use(step("b"))
    .get("/", (ctx) => {
      log.push("route");
      return ctx.text("ok");
    });
  equal((await caller(app)("/")).status, 404);
  deepEqual(log, ["a", "b", "route"]);
});

Deno.test("what returns nothing is no error for error pages", async () => {
  const app = new App().onError("*", () => new Response("page"))
    .get("/", () => undefined as never);
  await hush("error", async () => {
    equal((await caller(app)("/")).text, "Internal server error");
  });
});

Deno.test("methods are told apart in capitals", async () => {
  const call = caller(new App().patch("/", ok));
  equal((await call("patch /")).text, "ok");
});

Deno.test("route files are in upstream's order", () => {
  const cases: [first: string, second: string][] = [
    ["dup/bar/index", "dup/bar"],
    ["[id].json", "[id]"],
    ["foo/bar/baz", "foo/bar/[...foo]"],
    ["foo/bar/_layout", "foo/bar"],
    ["js/index.js", "js/a.js"],
    ["about", "(authed)/_middleware"],
    ["(authed)/a", "[id]"],
  ];
  for (const pair of cases) {
    deepEqual([...pair].sort(comparePaths), pair);
    deepEqual(pair.toReversed().sort(comparePaths), pair);
  }
});

Deno.test("a route that is imported when it is hit answers every verb", async () => {
  let imports = 0;
  const load = () => {
    imports++;
    return Promise.resolve({ handler: { POST: ok } });
  };
  const app = await attach(new App().fsRoutes(), { routes: { a: load } });
  const call = caller(app);
  equal(imports, 0);
  equal((await call("POST /a")).text, "ok");
  equal((await call("GET /a")).status, 404);
  equal((await call("OPTIONS /a")).status, 404);
  equal(imports, 1);
});

Deno.test("an array of JSX is no slot", async () => {
  const Island = (_: { a: unknown }) => <i />;
  const app = await attach(
    new App().get(
      "/",
      (ctx) => ctx.render(<Island a={[<b key="1" />]} />),
    ),
    { islands: { Island: { Island } } },
  );
  await hush("error", async () => {
    equal((await caller(app)("/")).status, 500);
  });
});

const LACKING = /is not part of this Fresh/;

Deno.test("what is not implemented says so", async () => {
  // deno-lint-ignore no-explicit-any
  const any = (value: unknown) => value as any;
  for (const name of ["appWrapper", "layout", "mountApp", "route", "ws"]) {
    throws(() => any(new App())[name]("/"), LACKING, name);
  }
  for (const name of ["cors", "ipFilter", "trailingSlashes"]) {
    throws(() => any(fresh)[name](), LACKING, name);
  }
  throws(() => new App(any({ basePath: "/b" })), LACKING);
  throws(() => new App(any({ trustProxy: true })), LACKING);
  throws(() => any(new App()).fsRoutes("/x"), LACKING);
  throws(() => csp(any({ reportOnly: true })), LACKING);
  throws(() => csp(any({ reportTo: "/x" })), LACKING);
  throws(() => new Builder(any({ islandDir: "x" })), LACKING);
  throws(() => any(new Builder()).registerIsland("x"), LACKING);
  throws(() => any(new Builder()).onTransformStaticFile(), LACKING);
  throws(() => Partial(), LACKING);
  const said = await hush("error", async () => {
    const app = new App().get("/", (ctx) => ctx.json(any(ctx).isPartial))
      .get("/ws", (ctx) => any(ctx).upgrade())
      .get("/lazy", any(() => ok));
    for (const path of ["/", "/ws", "/lazy"]) {
      equal((await caller(app)(path)).status, 500);
    }
  });
  for (const [error] of said) match(String(error), LACKING);
});

Deno.test("attributes that are not implemented say so", async () => {
  // deno-lint-ignore no-explicit-any
  const attributes: any = { "f-client-nav": true };
  const app = new App()
    .get("/a", (ctx) => ctx.render(<html {...attributes} />))
    .get("/b", (ctx) => ctx.render(<p f-client-nav={ctx.route !== null} />));
  const said = await hush("error", async () => {
    for (const path of ["/a", "/b"]) {
      equal((await caller(app)(path)).status, 500);
    }
  });
  for (const [error] of said) match(String(error), LACKING);
});

Deno.test("files that are not implemented say so", async () => {
  const page = { default: () => <p /> };
  const config = { routeOverride: "/b" } as object;
  const files: [string, RouteModule][] = [
    ["_500", page],
    ["a", { ...page, config }],
    ["a", { ...page, css: ["/a.css"] }],
  ];
  for (const [path, mod] of files) {
    const routes = { [path]: mod };
    const app = await attach(new App().fsRoutes(), { routes });
    throws(() => app.handler(), LACKING);
  }
});

Deno.test({
  name: "FRESH_PUBLIC_ in an island is not left out in silence",
  // The bundler's process is told to end, and takes its time.
  sanitizeOps: false,
  sanitizeResources: false,
}, async () => {
  // Below the project, which is where packages are found.
  const dir = `${import.meta.dirname}/project`;
  const root = await Deno.makeTempDir({ dir });
  try {
    await Deno.mkdir(`${root}/islands`);
    await Deno.writeTextFile(
      `${root}/islands/A.js`,
      "export default () => Deno.env.get('FRESH_PUBLIC_X');",
    );
    const building = new Builder({ root }).build({ snapshot: "memory" });
    await rejects(building, LACKING);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("handler() wants a build where it is deployed", () => {
  Deno.env.set("DENO_DEPLOYMENT_ID", "x");
  try {
    throws(() => new App().handler(), /there is no build/);
    new App({ mode: "development" }).handler();
  } finally {
    Deno.env.delete("DENO_DEPLOYMENT_ID");
  }
});
