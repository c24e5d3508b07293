import { equal, ok } from "node:assert/strict";
import {
  LoadGate,
  MOST_LOAD,
  SAMPLE_EVERY_MS,
} from "@/lib/safety/load_gate.ts";

const { arrival, other } = MOST_LOAD;

Deno.test("LoadGate is open while timers are punctual", () => {
  const gate = new LoadGate();
  for (let ms = 0; ms < 5_000; ms += SAMPLE_EVERY_MS) gate.sample(ms);
  equal(gate.load.delayMs, 0);
  equal(gate.isOpen("arrival"), true);
});

/** Samples timers that are late by so much each time; gives the last time. */
function sampleLate(gate: LoadGate, lateMs: number, times: number): number {
  let ms = 0;
  gate.sample(ms);
  for (let i = 0; i < times; i++) gate.sample(ms += SAMPLE_EVERY_MS + lateMs);
  return ms;
}

Deno.test("LoadGate sends newcomers away first, then everybody", () => {
  const gate = new LoadGate();
  sampleLate(gate, arrival.delayMs * 1.2, 10);
  equal(gate.isOpen("arrival"), false);
  equal(gate.isOpen("other"), true);
  const busy = new LoadGate();
  sampleLate(busy, other.delayMs * 1.2, 10);
  equal(busy.isOpen("other"), false);
});

Deno.test("LoadGate takes one late timer for no load", () => {
  const gate = new LoadGate();
  sampleLate(gate, arrival.delayMs * 1.2, 1);
  equal(gate.isOpen("arrival"), true);
});

Deno.test("LoadGate opens again when timers are punctual again", () => {
  const gate = new LoadGate();
  let ms = sampleLate(gate, 3_000, 10);
  let samples = 0;
  while (!gate.isOpen("arrival")) {
    gate.sample(ms += SAMPLE_EVERY_MS);
    samples++;
  }
  ok(samples > 1 && samples < 10, `${samples} samples`);
});

Deno.test("LoadGate counts requests without an answer", () => {
  const gate = new LoadGate();
  for (let i = 0; i < arrival.underWay; i++) gate.enter();
  equal(gate.isOpen("arrival"), false);
  equal(gate.isOpen("other"), true);
  gate.leave();
  equal(gate.isOpen("arrival"), true);
});
