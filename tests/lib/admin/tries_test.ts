import { equal } from "node:assert/strict";
import { MAX_TRIES, Tries, WINDOW_MS } from "@/lib/admin/tries.ts";
import { TestClock } from "@/tests/helpers.ts";

function guess(tries: Tries, address: string, times: number): void {
  for (let i = 0; i < times; i++) tries.noteGuess(address);
}

Deno.test("Tries lets five guesses pass in a quarter of an hour", () => {
  const clock = new TestClock();
  const tries = new Tries(clock.now);
  guess(tries, "a", MAX_TRIES - 1);
  equal(tries.waitSeconds("a"), 0);
  guess(tries, "a", 1);
  equal(tries.waitSeconds("a"), WINDOW_MS / 1000);
  equal(tries.waitSeconds("b"), 0);
  clock.advance(WINDOW_MS - 1);
  equal(tries.waitSeconds("a"), 1);
  clock.advance(1);
  equal(tries.waitSeconds("a"), 0);
  equal(tries.noteGuess("a"), 1);
});

Deno.test("Tries makes nobody wait longer when the clock goes back", () => {
  const clock = new TestClock();
  const tries = new Tries(clock.now);
  guess(tries, "a", MAX_TRIES);
  clock.advance(-3_600_000);
  equal(tries.waitSeconds("a"), WINDOW_MS / 1000);
});
