import { equal, ok, rejects } from "node:assert/strict";
import { z } from "zod";
import { ticksOf } from "@/lib/app/ticks.ts";
import { readJson } from "@/lib/http/input.ts";
import { LoadGate } from "@/lib/safety/load_gate.ts";

function ticksEvery(everyMs: number, loadGate = new LoadGate()) {
  const ticks = ticksOf({ loadGate }).filter((it) => it.everyMs === everyMs);
  equal(ticks.length, 1);
  return ticks[0]!;
}

Deno.test("ticksOf() gives up on a body that stands still for half a minute", async () => {
  const body = new ReadableStream();
  const req = new Request("http://localhost/", { method: "POST", body });
  const reading = readJson(req, z.unknown());
  const { run } = ticksEvery(1_000);
  for (let i = 0; i <= 30; i++) run();
  await rejects(reading, /did not arrive whole/);
});

Deno.test("ticksOf() samples the load by a clock that never goes back", () => {
  const loadGate = new LoadGate();
  const { run } = ticksEvery(100, loadGate);
  // The last sample was long ago by that clock, so this one is late.
  loadGate.sample(performance.now() - 10_000);
  run();
  ok(loadGate.load.delayMs > 1_000);
});
