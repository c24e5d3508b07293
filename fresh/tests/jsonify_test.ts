import { deepEqual, equal, notEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { parse } from "../src/jsonify/parse.ts";
import { stringify } from "../src/jsonify/stringify.ts";

const EXACT: [value: unknown, want: string][] = [
  [1, "[1]"],
  [-1, "[-1]"],
  ["a\n</b>", '["a\\n</b>"]'],
  [true, "[true]"],
  [undefined, "-1"],
  [null, "-2"],
  [NaN, "-3"],
  [Infinity, "-4"],
  [-Infinity, "-5"],
  [-0, "-6"],
  [[], "[[]]"],
  [[1, 1, 2], "[[1,1,2],1,2]"],
  // deno-lint-ignore no-sparse-arrays
  [[, 1], "[[-7,1],1]"],
  [["Date", "x"], '[[1,2],"Date","x"]'],
  [{ a: 1, b: { a: 1 } }, '[{"a":1,"b":2},1,{"a":1}]'],
  [{ a: undefined, b: null }, '[{"a":-1,"b":-2}]'],
  [12n, '[["BigInt","12"]]'],
  [new URL("http://a/b"), '[["URL","http://a/b"]]'],
  [new Date(0), '[["Date","1970-01-01T00:00:00.000Z"]]'],
  [new Date(NaN), '[["Date","Invalid Date"]]'],
  [/a\/"/gi, '[["RegExp","a\\\\/\\"", "gi"]]'],
  [new Set([1, "a"]), '[["Set",[1,2]],1,"a"]'],
  [new Map([["a", 1]]), '[["Map",[1,2]],"a",1]'],
  [new Uint8Array([1, 2, 255]), '[["Uint8Array","AQL/"]]'],
];

for (const [value, want] of EXACT) {
  Deno.test(`stringify() writes ${want}, and parse() reads it`, () => {
    equal(stringify(value), want);
    deepEqual(parse(want), value);
  });
}

Deno.test("references and cycles are kept", () => {
  const shared = { n: 1 };
  const cycle: Record<string, unknown> = { a: shared, b: [shared] };
  cycle.self = cycle;
  cycle.map = new Map([[shared, cycle]]);
  cycle.set = new Set([cycle]);
  const read = parse<typeof cycle>(stringify(cycle));
  equal(read.a, (read.b as unknown[])[0]);
  equal(read.self, read);
  equal((read.map as Map<unknown, unknown>).get(read.a), read);
  equal((read.set as Set<unknown>).has(read), true);
});

Deno.test("only the bytes of a view are sent", () => {
  const buffer = new TextEncoder().encode("secret and public").buffer;
  const text = stringify(new Uint8Array(buffer, 11, 6));
  equal(text, `[["Uint8Array","${btoa("public")}"]]`);
});

Deno.test("__proto__ is not carried", () => {
  const value = JSON.parse('{"__proto__": {"evil": true}, "a": 1}');
  equal(stringify(value), '[{"a":1},1]');
  const read = parse<Record<string, unknown>>('[{"__proto__":1},{"evil":2},1]');
  equal(({} as Record<string, unknown>).evil, undefined);
  equal(Object.getPrototypeOf(read), Object.prototype);
});

Deno.test("what is no data is refused", () => {
  for (
    const value of [
      () => {},
      Symbol("x"),
      { a: [() => {}] },
      new ArrayBuffer(1),
      Temporal.Instant.from("2020-01-01T00:00Z"),
      { a: Temporal.Duration.from({ hours: 1 }) },
    ]
  ) {
    throws(() => stringify(value), TypeError);
  }
  throws(() => parse('[["Unknown",1],1]'), TypeError);
  throws(() => parse("-9"), TypeError);
});

Deno.test("further types travel by tag", () => {
  class Point {
    constructor(readonly at: unknown) {}
  }
  const point = new Point({ x: 1 });
  const text = stringify([point, point], {
    Point: (value) => value instanceof Point ? { value: value.at } : undefined,
  });
  equal(text, '[[1,1],["Point",2],{"x":3},1]');
  const [a, b] = parse<Point[]>(text, { Point: (at) => new Point(at) });
  equal(a, b);
  deepEqual(a, point);
});

/** Whatever can be sent. */
const sendable = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.bigInt(),
    fc.constant(null),
    fc.constant(undefined),
    fc.date({ noInvalidDate: false }),
    fc.uint8Array(),
    fc.array(tie("any")),
    fc.sparseArray(tie("any")),
    fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      tie("any"),
      { noNullPrototype: true },
    ),
    fc.uniqueArray(fc.string()).map((items) => new Set(items)),
    fc.array(fc.tuple(fc.string(), tie("any"))).map((items) => new Map(items)),
  ),
})).any;

Deno.test("every value that can be sent comes back as it was", () => {
  fc.assert(
    fc.property(sendable, (value) => {
      deepEqual(parse(stringify(value)), value);
    }),
    { numRuns: 300 },
  );
});

Deno.test("different values are written differently", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      if (JSON.stringify(a) === JSON.stringify(b)) return;
      if (Object.is(a, -0) || Object.is(b, -0)) return;
      notEqual(stringify(a), stringify(b));
    }),
  );
});
