import { deepEqual, equal, rejects } from "node:assert/strict";
import { FIRST_CHOICE } from "@/lib/desk/call_address.ts";
import { rowOf } from "@/lib/desk/call_rows.ts";
import {
  findVisitor,
  mayBeVisitor,
  withoutVisitor,
} from "@/lib/desk/visitor_call.ts";
import { orderedId } from "@/lib/identity/ordered_id.ts";
import { aCall, aMember } from "./live_calls.ts";

const VISITOR = orderedId(1_790_000_000_000);

Deno.test("mayBeVisitor() knows an id or a cookie from a part of an id", () => {
  equal(mayBeVisitor(VISITOR), true);
  equal(mayBeVisitor(` anon=${VISITOR}.1793.c2lnbmF0dXJl `), true);
  equal(mayBeVisitor(VISITOR.slice(1)), false);
  equal(mayBeVisitor(`${VISITOR} ${VISITOR}`), false);
  equal(mayBeVisitor(""), false);
});

Deno.test("withoutVisitor() lets no visitor into an address, but any call", () => {
  const rows = [rowOf(aCall(VISITOR.toUpperCase(), [aMember()]))];
  const said = (text: string) => {
    const filter = { ...FIRST_CHOICE.filter, text };
    return withoutVisitor({ ...FIRST_CHOICE, filter }, rows).filter.text;
  };
  equal(said(VISITOR), "");
  equal(said(`anon=${VISITOR}.x.y`), "");
  equal(said(VISITOR.toUpperCase()), VISITOR.toUpperCase());
  equal(said("0mwr"), "0mwr");
});

const answering = (status: number, body: unknown): typeof fetch => () =>
  Promise.resolve(Response.json(body, { status }));

Deno.test("findVisitor() reads the call, or that there is none", async () => {
  const found = { pairId: "p", role: "callee" };
  deepEqual(await findVisitor(answering(200, found), VISITOR), found);
  const none = { pairId: null, role: null };
  equal(await findVisitor(answering(200, none), VISITOR), null);
  await rejects(findVisitor(answering(401, {}), VISITOR), /status 401/);
  await rejects(findVisitor(answering(200, { pairId: 7 }), VISITOR));
});
