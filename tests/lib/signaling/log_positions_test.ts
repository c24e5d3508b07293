import { deepEqual, equal } from "node:assert/strict";
import { LOG_START, LogPositions } from "@/lib/signaling/log_positions.ts";

const place = (count: number) => ({
  count,
  sizeChars: count * 100,
  stamp: `stamp ${count}`,
});

Deno.test("LogPositions finds the last known place before a number", () => {
  const positions = new LogPositions(1_000);
  for (let count = 1; count <= 35; count++) positions.note("log", place(count));
  deepEqual(positions.before("log", 9), LOG_START);
  deepEqual(positions.before("log", 10), place(10));
  deepEqual(positions.before("log", 29), place(20));
  deepEqual(positions.before("log", Infinity), place(30));
  deepEqual(positions.before("another", 30), LOG_START);
});

Deno.test("LogPositions is not led astray by a second reader from the start", () => {
  const positions = new LogPositions(1_000);
  for (const count of [10, 20, 15, 5, 10, 20, 30]) {
    positions.note("log", place(count));
  }
  deepEqual(
    [10, 20, 30].map((count) => positions.before("log", count).count),
    [10, 20, 30],
  );
});

Deno.test("LogPositions forgets the oldest of very many logs", () => {
  const positions = new LogPositions(1_000);
  for (let i = 0; i <= 1_000; i++) positions.note(`log ${i}`, place(10));
  equal(positions.before("log 0", 10).count, 0);
  equal(positions.before("log 1", 10).count, 10);
  equal(positions.before("log 1000", 10).count, 10);
});
