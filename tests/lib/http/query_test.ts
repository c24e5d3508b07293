import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { queryOf } from "@/lib/http/query.ts";

Deno.test("queryOf() takes the last of a repeated parameter", () => {
  deepEqual(queryOf("http://x/a?p=1&q=2&p=3"), { p: "3", q: "2" });
  deepEqual(queryOf("http://x/a"), {});
  deepEqual(queryOf("http://x/a?"), {});
});

Deno.test("queryOf() says what URL says, whatever is sent", () => {
  const piece = fc.constantFrom(
    ..."&&==%+#?/_-.~'\"<>[]{}^|`",
    ...["a", "pairId", "0mi", "%41", "%C3%A9", "%ff", "__proto__", "after"],
  );
  const query = fc.array(piece, { maxLength: 12 }).map((all) => all.join(""));
  fc.assert(
    fc.property(query, (text) => {
      const url = `http://localhost/api/rtc/ice?${text}`;
      deepEqual(
        queryOf(url),
        Object.fromEntries(new URL(url).searchParams),
      );
    }),
    { numRuns: 2_000 },
  );
});
