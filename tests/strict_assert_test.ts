import { deepEqual, equal, notDeepEqual, throws } from "node:assert/strict";

const pairs: [unknown, unknown][] = [
  [null, undefined],
  [0, false],
  [0, ""],
  [1, "1"],
];
for (const [one, other] of pairs) {
  Deno.test(`assertions tell ${JSON.stringify(one)} from ${JSON.stringify(other)}`, () => {
    throws(() => equal(one, other));
    throws(() => deepEqual([one], [other]));
    notDeepEqual([one], [other]);
  });
}
