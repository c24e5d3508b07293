import { deepEqual, equal } from "node:assert/strict";
import { ToldSignals } from "@/lib/call/signaling/told_signals.ts";
import type { Signal } from "@/lib/call/signaling/signals.ts";

const answer = (gen: number): Signal => ({ type: "answer", sdp: "a", gen });
const ice = (...names: string[]): Signal => ({
  type: "ice",
  candidates: names.map((candidate) => ({ candidate, sdpMid: "0" })),
});

Deno.test("ToldSignals lets descriptions of each generation through once", () => {
  const told = new ToldSignals();
  deepEqual(told.note(answer(0)), answer(0));
  equal(told.note(answer(0)), null);
  deepEqual(told.note(answer(1)), answer(1));
});

Deno.test("ToldSignals lets through what is new among candidates", () => {
  const told = new ToldSignals();
  deepEqual(told.note(ice("1", "2")), ice("1", "2"));
  deepEqual(told.note(ice("2", "3")), ice("3"));
  equal(told.note(ice("3", "1")), null);
});

Deno.test("ToldSignals tells candidates of two places apart, not two spellings", () => {
  const told = new ToldSignals();
  const spelled: Signal = {
    type: "ice",
    candidates: [{ sdpMid: "0", candidate: "1" }],
  };
  const elsewhere: Signal = {
    type: "ice",
    candidates: [{ candidate: "1", sdpMid: "1" }],
  };
  told.note(ice("1"));
  equal(told.note(spelled), null);
  deepEqual(told.note(elsewhere), elsewhere);
});

Deno.test("ToldSignals begins anew with another pair only", () => {
  const told = new ToldSignals();
  const matched = (pairId: string): Signal => ({
    type: "matched",
    match: { pairId, role: "callee" },
  });
  deepEqual(told.note(matched("p1")), matched("p1"));
  told.note(answer(0));
  told.begin("p1");
  equal(told.note(matched("p1")), null);
  equal(told.note(answer(0)), null);
  told.begin("p2");
  deepEqual(told.note(answer(0)), answer(0));
});

Deno.test("ToldSignals lets through again what may happen again", () => {
  const told = new ToldSignals();
  for (const type of ["dequeued", "restart", "replaced", "lost"] as const) {
    told.note({ type });
    deepEqual(told.note({ type }), { type });
  }
});
