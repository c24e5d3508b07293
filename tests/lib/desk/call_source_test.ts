import { deepEqual, equal } from "node:assert/strict";
import { readCall } from "@/lib/desk/call_source.ts";
import { aBadCall } from "./call_records.ts";

const answering = (value: unknown, status = 200) => () =>
  Promise.resolve(Response.json(value, { status }));

Deno.test("readCall() gives a call as it was told", async () => {
  const record = aBadCall("p1", 0);
  deepEqual(await readCall(answering(record), "p1"), { kind: "found", record });
});

Deno.test("readCall() asks for one call, whatever its name", async () => {
  let asked: unknown;
  await readCall((input) => {
    asked = input;
    return Promise.resolve(new Response());
  }, "../export");
  equal(asked, "/api/monitoring/calls/..%2Fexport");
});

Deno.test("readCall() tells an unknown call from a refusal and from trouble", async () => {
  const kind = async (...args: Parameters<typeof answering>) =>
    (await readCall(answering(...args), "p")).kind;
  equal(await kind({ error: "not-found" }, 404), "unknown");
  equal(await kind({ error: "unauthorized" }, 401), "refused");
  equal(await kind({ error: "internal" }, 500), "failed");
  equal(await kind({ ...aBadCall("p", 0), members: null }), "failed");
  const cut = () => Promise.reject(new TypeError("cut"));
  equal((await readCall(cut, "p")).kind, "failed");
});
