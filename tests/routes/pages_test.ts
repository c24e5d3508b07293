import { equal, match } from "node:assert/strict";
import { testApp } from "@/tests/app.ts";

for (const path of ["/", "/chat", "/terms", "/privacy"]) {
  Deno.test(`${path} is read, and refuses every other verb with Allow`, async () => {
    using app = await testApp();
    for (const method of ["GET", "HEAD"]) {
      const response = await app.fetch(path, { method });
      equal(response.status, 200, method);
      match(response.headers.get("content-type")!, /^text\/html/);
      equal((await response.text()).length > 0, method === "GET");
    }
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const response = await app.fetch(path, { method });
      equal(response.status, 405, method);
      equal(response.headers.get("allow"), "GET, HEAD, OPTIONS");
      match(await response.text(), /<h1>/);
    }
    const options = await app.fetch(path, { method: "OPTIONS" });
    equal(options.status, 204);
    equal(options.headers.get("allow"), "GET, HEAD, OPTIONS");
  });
}
