import { equal, throws } from "node:assert/strict";
import { ApiError } from "@/lib/protocol/errors.ts";
import { HeldOpen } from "@/lib/safety/held_open.ts";
import { OPEN_LIMITS, streamLimits } from "@/lib/safety/limits.ts";

function isError(code: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof ApiError && error.code === code &&
    error.headers["retry-after"] === "5";
}

Deno.test("HeldOpen bounds an address until it closes something", () => {
  const held = new HeldOpen({ each: 2, all: 10 });
  held.open("a");
  held.open("a");
  throws(() => held.open("a"), isError("slow-down"));
  held.open("b");
  held.close("a");
  held.open("a");
  throws(() => held.open("a"), isError("slow-down"));
  equal(held.total, 3);
});

Deno.test("HeldOpen bounds all addresses together, those without one, too", () => {
  const held = new HeldOpen({ each: 2, all: 3 });
  const all = ["a", null, null];
  for (const address of all) held.open(address);
  throws(() => held.open(null), isError("unavailable"));
  throws(() => held.open("b"), isError("unavailable"));
  for (const address of all) held.close(address);
  equal(held.total, 0);
  held.open("a");
  held.open("a");
});

Deno.test("HeldOpen keeps nothing of an address that closed all", () => {
  const held = new HeldOpen({ each: 2, all: Infinity });
  const all = ["a", "a", "b"];
  for (const address of all) held.open(address);
  equal(held.addressCount, 2);
  for (const address of all) held.close(address);
  equal(held.addressCount, 0);
});

Deno.test("streamLimits() leaves descriptors to other connections", () => {
  equal(streamLimits(1_024).all, 614);
  equal(streamLimits(null).all, Infinity);
  equal(streamLimits(1_024).each, OPEN_LIMITS.streams.each);
});
