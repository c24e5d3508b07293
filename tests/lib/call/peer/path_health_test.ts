import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  brokenPath,
  COOL_DOWN_MS,
  DISCONNECTED_MS,
  followPath,
  GIVE_UP_MS,
  giveUpAtMs,
  HEALTHY,
  type PathEvent,
  type PathHealth,
  RESEND_MS,
  restartAtMs,
  troubleOf,
} from "@/lib/call/peer/path_health.ts";

const T = 1_000_000;

/** Follows events, each at its own time after `T`. */
function after(...events: [atMs: number, event: PathEvent][]): PathHealth {
  return events.reduce(
    (health, [atMs, event]) => followPath(health, event, T + atMs),
    HEALTHY,
  );
}

const RESTARTS: [string, PathHealth, number | "now" | null][] = [
  ["a path that is well", HEALTHY, null],
  ["one disconnected for a while", after([0, "disconnected"]), DISCONNECTED_MS],
  ["one that came back", after([0, "disconnected"], [9, "connected"]), null],
  ["one that failed", after([0, "disconnected"], [500, "failed"]), "now"],
  ["one where nothing comes back", after([0, "stalled"]), "now"],
  ["one that flows again", after([0, "stalled"], [9, "flowing"]), null],
  ["another network", after([0, "network-changed"]), "now"],
  ["the other side's wish", after([0, "restart-asked"]), "now"],
  [
    "one just restarted",
    after([0, "failed"], [0, "restarted"]),
    COOL_DOWN_MS,
  ],
  [
    "a wish while one is under way",
    after([0, "restarted"], [9, "restart-asked"]),
    COOL_DOWN_MS,
  ],
  [
    "a wish that was answered",
    after([0, "restart-asked"], [9, "connected"]),
    null,
  ],
  [
    "one whose restart did not get out",
    after([0, "failed"], [0, "restarted"], [50, "restart-lost"]),
    50 + RESEND_MS,
  ],
  [
    "a network for a restart that did not get out",
    after([0, "restarted"], [50, "restart-lost"], [60, "network-changed"]),
    60,
  ],
  [
    "a network for a restart that did",
    after([0, "restarted"], [60, "network-changed"]),
    COOL_DOWN_MS,
  ],
  [
    "a new page on the other side",
    after([0, "restarted"], [70, "peer-replaced"]),
    70,
  ],
];
for (const [what, health, atMs] of RESTARTS) {
  Deno.test(`restartAtMs() of ${what}`, () => {
    const dueMs = restartAtMs(health);
    if (atMs === "now") ok(dueMs! <= T);
    else equal(dueMs, atMs === null ? null : T + atMs);
  });
}

Deno.test("troubleOf() tells whichever side was in trouble first", () => {
  deepEqual(troubleOf(HEALTHY), null);
  const ours = after([5, "disconnected"], [9, "peer-reconnecting"]);
  deepEqual(troubleOf(ours), { side: "us", sinceMs: T + 5 });
  const theirs = after([5, "peer-reconnecting"], [9, "failed"]);
  deepEqual(troubleOf(theirs), { side: "peer", sinceMs: T + 5 });
  equal(troubleOf(followPath(theirs, "connected", T + 20)), null);
  const said = followPath(theirs, "peer-connected", T + 20);
  deepEqual(troubleOf(said), { side: "us", sinceMs: T + 9 });
});

Deno.test("a stall outlasts what the browser thinks of the path", () => {
  const stalled = after([0, "stalled"], [9, "connected"]);
  deepEqual(troubleOf(stalled), { side: "us", sinceMs: T });
});

Deno.test("brokenPath() is to be restarted at once", () => {
  const health = brokenPath(T);
  ok(restartAtMs(health)! <= T);
  equal(giveUpAtMs(health), T + GIVE_UP_MS);
});

const EVENTS: PathEvent[] = [
  "connected",
  "disconnected",
  "failed",
  "stalled",
  "flowing",
  "network-changed",
  "restart-asked",
  "peer-reconnecting",
  "peer-connected",
];
const life = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(...EVENTS)),
  { maxLength: 40 },
);

/** Lives through events, restarting whenever it is due. */
function live(steps: readonly (readonly [number, PathEvent])[]) {
  let health = HEALTHY;
  let nowMs = T;
  const restarts: number[] = [];
  const moments: { health: PathHealth; nowMs: number }[] = [];
  const restartUntil = (untilMs: number) => {
    const dueMs = restartAtMs(health);
    if (dueMs === null || dueMs > untilMs) return;
    nowMs = Math.max(nowMs, dueMs);
    restarts.push(nowMs);
    health = followPath(health, "restarted", nowMs);
    restartUntil(untilMs);
  };
  for (const [waitMs, event] of steps) {
    const atMs = nowMs + waitMs;
    restartUntil(atMs);
    nowMs = atMs;
    health = followPath(health, event, nowMs);
    restartUntil(nowMs);
    moments.push({ health, nowMs });
  }
  return { restarts, moments };
}

Deno.test("restarts that were heard keep their distance, whatever happens", () => {
  fc.assert(fc.property(life, (steps) => {
    const { restarts } = live(steps);
    return restarts.every((atMs, i) =>
      i === 0 || atMs - restarts[i - 1]! >= COOL_DOWN_MS
    );
  }));
});

Deno.test("a broken path always has a restart and an end ahead, a sound one has neither", () => {
  fc.assert(fc.property(life, (steps) => {
    for (const { health, nowMs } of live(steps).moments) {
      const isBroken = health.transport !== "connected" || health.isStalled;
      equal(health.brokenSinceMs !== null, isBroken);
      if (isBroken) {
        ok(restartAtMs(health)! <= nowMs + COOL_DOWN_MS);
        ok(giveUpAtMs(health)! <= health.brokenSinceMs! + GIVE_UP_MS);
      } else if (health.peerSinceMs === null) {
        equal(giveUpAtMs(health), null);
      }
    }
  }));
});

Deno.test("trouble never begins later because more goes wrong", () => {
  const bad = fc.constantFrom<PathEvent>(
    "disconnected",
    "failed",
    "stalled",
    "peer-reconnecting",
    "peer-replaced",
  );
  fc.assert(fc.property(life, bad, (steps, event) => {
    const { health, nowMs } = live(steps).moments.at(-1) ??
      { health: HEALTHY, nowMs: T };
    const before = giveUpAtMs(health) ?? Infinity;
    return giveUpAtMs(followPath(health, event, nowMs + 1))! <= before;
  }));
});
