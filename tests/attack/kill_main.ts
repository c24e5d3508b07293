/**
 * `deno task attack:kill`: kills a server of its own under load and audits
 * what it left. Ends with an error at the first thing that does not fit.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- it is a command

import { parseArgs } from "node:util";
import { killAgainAndAgain } from "./kill.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
    visitors: { type: "string", default: "60" },
  },
});
const deaths = killAgainAndAgain({
  kills: Number(values.kills),
  seed: Number(values.seed),
  visitors: Number(values.visitors),
  lifeMs: [50, 2_500],
});
let count = 0;
for await (const left of deaths) {
  console.log(`kill ${++count}: ${JSON.stringify(left)}`);
}
console.log(
  `${count} kills, nothing torn, nothing lost, nothing counted twice`,
);
