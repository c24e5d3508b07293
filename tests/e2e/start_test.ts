import { equal, match, rejects } from "node:assert/strict";
import { SERVE_ARGS, startServer } from "@/tests/server_process.ts";

Deno.test("a start with wrong settings ends with a sentence for each", async () => {
  await rejects(
    startServer({ env: { PORT: "seventy", FREE_FOR_ALL: "maybe" } }),
    (error: Error) => {
      match(error.message, /PORT must be a port number/);
      match(error.message, /FREE_FOR_ALL must be 0 or 1/);
      equal(error.message.includes("    at "), false, "a stack trace");
      return true;
    },
  );
});

const impossible: [string, Record<string, string>, RegExp][] = [
  ["HOST", { HOST: "foo bar" }, /HOST "foo bar" is no address/],
  ["HOST", { HOST: "203.0.113.5" }, /HOST "203\.0\.113\.5" is no address/],
  ["KV_PATH", { KV_PATH: "/proc/none/x" }, /KV_PATH cannot be opened: /],
];
for (const [name, env, sentence] of impossible) {
  Deno.test(`a start that ${Object.values(env)} makes impossible names ${name}`, async () => {
    await rejects(startServer({ env }), (error: Error) => {
      match(error.message, sentence);
      equal(error.message.includes("    at "), false, "a stack trace");
      return true;
    });
  });
}

Deno.test("a start on a port that is taken names PORT", async () => {
  await using server = await startServer();
  const { port } = new URL(server.baseUrl);
  await rejects(startServer({ env: { PORT: port } }), (error: Error) => {
    match(error.message, new RegExp(`PORT ${port} is in use`));
    equal(error.message.includes("    at "), false, "a stack trace");
    return true;
  });
});

Deno.test("production does not start on generated secrets", async () => {
  const env = {
    DENO_ENV: "production",
    ANON_SIGNING_SECRET: "",
    ADMIN_PASSWORD: "",
  };
  await rejects(startServer({ env }), /ANON_SIGNING_SECRET must be set/);
});

Deno.test("a start says where the site and the dashboard are", async () => {
  await using server = await startServer();
  match(server.output(), /Parley is up: +http:\/\/127\.0\.0\.1:\d+\//);
  match(server.output(), /Dashboard: +http:\/\/127\.0\.0\.1:\d+\/admin/);
  match(server.output(), /Admin password: test-password/);
  const response = await fetch(`${server.baseUrl}/`);
  equal(response.status, 200);
  await response.body?.cancel();
});

Deno.test("SIGTERM ends the server at once when nothing is under way", async () => {
  const server = await startServer();
  equal(await server.stop("SIGTERM"), 0);
});

Deno.test("the build serves bundled workers as JavaScript", async () => {
  await using server = await startServer();
  for (const { name } of Deno.readDirSync("workers")) {
    const script = name.replace(/\.ts$/, ".js");
    const response = await fetch(`${server.baseUrl}/workers/${script}`);
    equal(response.status, 200, script);
    match(response.headers.get("content-type")!, /^text\/javascript/);
    // Bundled: nothing is left to be fetched by a module script.
    equal(/\bimport\b/.test(await response.text()), false);
  }
});

Deno.test("deno task start serves as the tests do", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile("deno.json"));
  match(tasks.start.command, new RegExp(`deno ${SERVE_ARGS.join(" ")}$`));
});
