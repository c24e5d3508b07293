import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { HEARD_LEVEL, levelOf } from "@/lib/call/media/level.ts";
import { type ServerPath, serversFor } from "@/lib/call/check/probe_targets.ts";
import { problemOf } from "@/lib/call/check/device_checks.ts";
import { spread } from "@/tests/spread.ts";

const wave = (amplitude: number) =>
  Float32Array.from({ length: 512 }, (_, i) => amplitude * Math.sin(i / 5));

Deno.test("levelOf() is 0 for silence, 1 for the loudest, and tells a voice from a room", () => {
  equal(levelOf(new Float32Array(512)), 0);
  equal(levelOf([]), 0);
  equal(levelOf(wave(1)), 1);
  ok(levelOf(wave(0.1)) > HEARD_LEVEL);
  ok(levelOf(wave(0.002)) < HEARD_LEVEL);
});

Deno.test("levelOf() never falls when sound gets louder", () => {
  const amplitude = spread(0, 1);
  fc.assert(fc.property(amplitude, amplitude, (one, other) => {
    const [soft, loud] = one < other ? [one, other] : [other, one];
    ok(levelOf(wave(loud)) >= levelOf(wave(soft)));
  }));
});

const credentials = { username: "u", credential: "c" };
const servers = [
  { urls: "stun:a.example" },
  {
    urls: [
      "turn:b.example",
      "turn:b.example:80?transport=tcp",
      "turns:b.example:443?transport=tcp",
    ],
    ...credentials,
  },
  { urls: "turn:c.example?transport=udp", ...credentials },
];
const targets: [ServerPath, unknown[]][] = [
  ["stun", [{ urls: ["stun:a.example"] }]],
  ["turn-udp", [
    { urls: ["turn:b.example"], ...credentials },
    { urls: ["turn:c.example?transport=udp"], ...credentials },
  ]],
  ["turn-tcp", [{ urls: ["turn:b.example:80?transport=tcp"], ...credentials }]],
  ["turn-tls", [
    { urls: ["turns:b.example:443?transport=tcp"], ...credentials },
  ]],
];
for (const [kind, expected] of targets) {
  Deno.test(`serversFor() leaves only ${kind}`, () => {
    deepEqual(serversFor(kind, servers), expected);
    deepEqual(serversFor(kind, []), []);
  });
}

Deno.test("problemOf() names the device, but for what is wrong with the page", () => {
  equal(problemOf("camera", "denied"), "camera-denied");
  equal(problemOf("microphone", "no-device"), "microphone-missing");
  equal(problemOf("microphone", "in-use"), "microphone-busy");
  equal(problemOf("camera", "unknown"), "camera-unknown");
  equal(problemOf("camera", "insecure"), "insecure");
});
