import { equal, throws } from "node:assert/strict";
import { expectResponse } from "../src/chain.ts";

Deno.test("expectResponse() gives back an answer, and says what else it was given", () => {
  const response = new Response("text");
  equal(expectResponse(response), response);
  for (
    const [result, named] of [
      [{ ok: true }, "an object"],
      [null, "an object"],
      [undefined, "undefined"],
      ["text", "text"],
    ]
  ) {
    throws(() => expectResponse(result), {
      name: "TypeError",
      message: "Cannot answer as a middleware must return a Response: " +
        `current value is ${named}`,
    });
  }
});

Deno.test("expectResponse() says that lazy middlewares are not there", () => {
  throws(() => expectResponse(() => new Response()), /a lazy middleware/);
});
