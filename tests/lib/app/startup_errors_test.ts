import { deepEqual, equal, match } from "node:assert/strict";
import { ConfigError } from "@/lib/app/config.ts";
import { startOrExplain, toListenError } from "@/lib/app/startup_errors.ts";
import { testLog } from "@/tests/helpers.ts";

async function startThat(start: () => Promise<void>) {
  const { log, lines } = testLog();
  const printed: string[] = [];
  const codes: number[] = [];
  await startOrExplain(start, {
    log,
    print: (text) => printed.push(text),
    exit: (code) => codes.push(code),
  });
  return { lines, printed, codes };
}

Deno.test("startOrExplain() tells a person which setting is wrong", async () => {
  const { lines, printed, codes } = await startThat(() =>
    Promise.reject(new ConfigError(["PORT must be a port number"]))
  );
  deepEqual(lines, []);
  match(printed.join(""), /^Cannot start[^]+PORT must be a port number\n$/);
  deepEqual(codes, [1]);
});

Deno.test("startOrExplain() logs what nobody foresaw, with its stack", async () => {
  const { lines, printed, codes } = await startThat(() =>
    Promise.reject(new TypeError("out of luck"))
  );
  deepEqual(printed, []);
  equal(lines.length, 1);
  const line = JSON.parse(lines[0]!);
  deepEqual([line.level, line.message], ["error", "cannot start"]);
  match(line.error, /^TypeError: out of luck\n +at /);
  deepEqual(codes, [1]);
});

Deno.test("startOrExplain() lets a start that works go on", async () => {
  const { lines, printed, codes } = await startThat(() => Promise.resolve());
  deepEqual([lines, printed, codes], [[], [], []]);
});

Deno.test("toListenError() leaves alone what no setting explains", () => {
  const error = new Error("something else");
  equal(toListenError(error, { host: "::", port: 1 }), error);
});
