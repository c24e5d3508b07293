/**
 * `deno task attack BASE_URL`: attacks a server on this machine and prints how
 * it held. Ends with 1 when it failed at something.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- it is a command

import { parseArgs } from "node:util";
import { attack } from "./attack.ts";
import { isHeld, table } from "./report.ts";
import { targetOf } from "./target.ts";

const USAGE = `deno task attack BASE_URL [--seed 1] [--seconds 20]
  [--connections 50] [--slow 500] [--pid PID]
only http on this machine's own address; --pid tells the server's memory`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "20" },
    connections: { type: "string", default: "50" },
    slow: { type: "string", default: "500" },
    pid: { type: "string" },
  },
});
if (positionals.length !== 1) {
  console.error(USAGE);
  Deno.exit(2);
}
const report = await attack(targetOf(positionals[0]!), {
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  connections: Number(values.connections),
  slowSockets: Number(values.slow),
  pid: values.pid === undefined ? null : Number(values.pid),
});
console.log(table(report));
Deno.exit(isHeld(report) ? 0 : 1);
