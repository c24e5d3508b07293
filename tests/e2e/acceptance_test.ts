import { equal, match } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";

async function acceptance(...args: string[]) {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-net", "tests/acceptance/main.ts", ...args],
  }).output();
  return { code, output: new TextDecoder().decode(stdout) };
}

Deno.test("deno task acceptance accepts our own server", async () => {
  await using server = await startServer();
  const { code, output } = await acceptance(server.baseUrl);
  match(output, /accepted\n$/);
  equal(code, 0);
});

Deno.test("deno task acceptance tells a difference and fails", async () => {
  const other = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => Response.json({ ok: true }),
  );
  const { code, output } = await acceptance(
    `http://127.0.0.1:${other.addr.port}`,
  );
  await other.shutdown();
  equal(code, 1);
  match(output, /DIFF enqueue without a cookie/);
});

Deno.test("deno task acceptance says why it stops where filters are not free", async () => {
  await using server = await startServer({ env: { FREE_FOR_ALL: "0" } });
  const { code, output } = await acceptance(server.baseUrl);
  equal(code, 1);
  match(output, /broke off: Cannot go on .*: vip-required\n2 differences\n$/);
});

Deno.test("deno task acceptance says why an address cannot be reached", async () => {
  const gone = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  gone.close();
  const { code, output } = await acceptance(
    `http://127.0.0.1:${gone.addr.port}`,
  );
  equal(code, 1);
  match(output, /broke off: .*refused/i);
});

Deno.test("deno task acceptance wants an address", async () => {
  equal((await acceptance("nonsense")).code, 2);
});
