import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  FIRST_LEVEL,
  LOWEST_LEVEL,
  SENDING_LEVELS,
} from "@/lib/call/sending/levels.ts";
import {
  BANDWIDTH_MS,
  CPU_MS,
  followSending,
  type Limit,
  MAX_UP_AFTER_MS,
  OPENING_MS,
  type SendingPlan,
  type SendingReading,
  startSending,
  UP_AFTER_MS,
} from "@/lib/call/sending/sending_plan.ts";

/** A call that has found its step, the best one. */
function settledAt(level: number): SendingPlan {
  return { ...startSending(level, 0), level, openedAtMs: null };
}

/** Reads every second, and tells the step after each. */
class Run {
  plan: SendingPlan;
  nowMs = 0;
  readonly levels: number[] = [];
  constructor(readonly bestLevel = 0, plan = settledAt(bestLevel)) {
    this.plan = plan;
  }
  read(reading: SendingReading, forMs: number, bestLevel = this.bestLevel) {
    for (let ms = 0; ms < forMs; ms += 1_000) {
      this.nowMs += 1_000;
      const { nowMs } = this;
      this.plan = followSending(this.plan, reading, { bestLevel, nowMs });
      this.levels.push(this.plan.level);
    }
    return this.plan.level;
  }
  get changes(): number {
    return this.levels.filter((level, i) =>
      i > 0 && level !== this.levels[i - 1]
    ).length;
  }
}

const cpu = { limit: "cpu", availableBps: 3_000_000 } as const;
const well = { limit: "none", availableBps: 3_000_000 } as const;
const full = (availableBps: number | null) =>
  ({ limit: "bandwidth", availableBps }) as const;

Deno.test("a busy processor costs a step after seconds, and one more if it stays", () => {
  const run = new Run();
  equal(run.read(cpu, CPU_MS), 0);
  equal(run.read(cpu, 1_000), 1);
  equal(run.read(cpu, CPU_MS - 1_000), 1);
  equal(run.read(cpu, 1_000), 2);
  equal(run.read(cpu, 60_000), LOWEST_LEVEL);
});

Deno.test("a full line goes at once to what it takes", () => {
  for (
    const [bps, level] of [[900_000, 1], [250_000, 3], [50_000, 4]] as const
  ) {
    const run = new Run();
    equal(run.read(full(bps), BANDWIDTH_MS), 0);
    equal(run.read(full(bps), 1_000), level);
    equal(run.read(full(bps), 60_000), level, "and stays there");
  }
});

Deno.test("a line that takes what is needed costs nothing, however full", () => {
  equal(new Run().read(full(1_600_000), 120_000), 0);
});

Deno.test("without an estimate a full line costs step by step", () => {
  const run = new Run();
  equal(run.read(full(null), BANDWIDTH_MS + 1_000), 1);
  equal(run.read(full(null), BANDWIDTH_MS), 2);
});

Deno.test("what is not known changes nothing", () => {
  const unknown = { limit: null, availableBps: null };
  equal(new Run().read(unknown, 600_000), 0);
  const run = new Run();
  run.read(cpu, CPU_MS + 1_000);
  equal(run.read(unknown, 600_000), 1);
});

Deno.test("it goes up a step at a time, where the network takes more than that", () => {
  const run = new Run();
  run.read(full(250_000), BANDWIDTH_MS + 1_000);
  equal(run.plan.level, 3);
  const just = SENDING_LEVELS[2]!.neededBps;
  equal(run.read({ limit: "none", availableBps: just }, 120_000), 3);
  const more = just * 1.2;
  equal(run.read({ limit: "none", availableBps: more }, 120_000), 2);
  equal(run.read(well, UP_AFTER_MS), 1);
  equal(run.read(well, UP_AFTER_MS), 0);
  equal(run.read(well, 60_000), 0);
});

Deno.test("who went up too early waits twice as long, and forgets it later", () => {
  const run = new Run();
  const waitsMs: number[] = [];
  for (let i = 0; i < 7; i++) {
    run.read(cpu, CPU_MS + 1_000);
    const fromMs = run.nowMs;
    while (run.plan.level > 0) run.read(well, 1_000);
    waitsMs.push(run.nowMs - fromMs - 1_000);
  }
  const doubled = [1, 2, 4, 8, 16, 16, 16].map((n) => n * UP_AFTER_MS);
  deepEqual(waitsMs, doubled.map((ms) => Math.min(ms, MAX_UP_AFTER_MS)));
  run.read(well, 60_000);
  run.read(cpu, CPU_MS + 1_000);
  equal(run.plan.upAfterMs, UP_AFTER_MS);
});

Deno.test("who saves data stays at a small picture, also from mid-call on", () => {
  equal(new Run(2).read(well, 120_000), 2);
  const run = new Run();
  run.read(well, 5_000);
  equal(run.read(well, 1_000, 2), 2);
  equal(run.read(well, 60_000, 2), 2);
  equal(run.read(well, 60_000, 0), 0);
});

/** A call that has just begun. */
const opening = (bestLevel = 0) =>
  new Run(bestLevel, startSending(bestLevel, 0));

Deno.test("a call begins small, and goes at once to what the network takes", () => {
  for (
    const [bps, level] of [
      [3_000_000, 0],
      [1_800_000, 0],
      [1_000_000, 1],
      [500_000, 2],
      [300_000, FIRST_LEVEL],
      [50_000, FIRST_LEVEL],
    ] as const
  ) {
    for (const limit of ["none", "bandwidth", null] as const) {
      const run = opening();
      equal(run.plan.level, FIRST_LEVEL);
      equal(run.read({ limit, availableBps: bps }, 1_000), level);
    }
  }
});

Deno.test("a call goes on up while more is found out of the network", () => {
  const run = opening();
  equal(run.read({ limit: "bandwidth", availableBps: 300_000 }, 1_000), 3);
  equal(run.read({ limit: "none", availableBps: 1_000_000 }, 1_000), 1);
  equal(run.read({ limit: "none", availableBps: 2_000_000 }, 1_000), 0);
});

Deno.test("where nothing is known of the network the best is tried, later", () => {
  for (const limit of ["none", null] as const) {
    const run = opening();
    const unknown = { limit, availableBps: null };
    equal(run.read(unknown, OPENING_MS - 1_000), FIRST_LEVEL);
    equal(run.read(unknown, 1_000), 0);
  }
});

Deno.test("a processor that is busy already gets no more to do", () => {
  const run = opening();
  equal(run.read(cpu, OPENING_MS), FIRST_LEVEL);
  equal(run.read(well, UP_AFTER_MS - 1_000), FIRST_LEVEL);
  equal(run.read(well, 2_000), FIRST_LEVEL - 1);
});

Deno.test("a call that has found its step follows the slower rules", () => {
  const slow = { limit: "none", availableBps: 300_000 } as const;
  const run = opening();
  run.read(slow, OPENING_MS);
  equal(run.read(well, UP_AFTER_MS - 1_000), FIRST_LEVEL);
  equal(run.read(well, 1_000), FIRST_LEVEL - 1);
});

Deno.test("who went up at the beginning and has to go down waits longer", () => {
  const run = opening();
  run.read(well, 1_000);
  run.read(cpu, CPU_MS + 1_000);
  equal(run.plan.level, 1);
  equal(run.plan.upAfterMs, 2 * UP_AFTER_MS);
});

Deno.test("who saves data begins small and stays there", () => {
  equal(opening(2).read(well, 60_000), 2);
  const run = opening();
  equal(run.read(well, 1_000, 2), 2);
  equal(run.read(well, 60_000, 2), 2);
});

Deno.test("no first seconds make a picture smaller", () => {
  const reading = fc.record({
    limit: fc.constantFrom<Limit | null>("none", "cpu", "bandwidth", null),
    availableBps: fc.option(fc.integer({ min: 0, max: 4_000_000 })),
  });
  const seconds = OPENING_MS / 1_000;
  const list = fc.array(reading, { minLength: seconds, maxLength: seconds });
  fc.assert(fc.property(list, (readings) => {
    const run = opening();
    for (const each of readings) run.read(each, 1_000);
    const levels = [FIRST_LEVEL, ...run.levels];
    ok(levels.every((level, i) => i === 0 || level <= levels[i - 1]!));
    equal(run.plan.openedAtMs, null);
  }));
});

const limits = fc.constantFrom<Limit | null>("none", "cpu", "bandwidth", null);
const readings = fc.array(
  fc.tuple(
    fc.record({
      limit: limits,
      availableBps: fc.option(fc.integer({ min: 0, max: 4_000_000 })),
    }),
    fc.integer({ min: 1, max: 40 }),
  ),
  { maxLength: 60 },
);

Deno.test("whatever comes, the step is one of ours and no better than it may be", () => {
  fc.assert(
    fc.property(readings, fc.integer({ min: 0, max: 2 }), (list, best) => {
      const run = new Run(best);
      for (const [reading, seconds] of list) run.read(reading, seconds * 1_000);
      ok(run.levels.every((level) => level >= best && level <= LOWEST_LEVEL));
    }),
  );
});

Deno.test("trouble that comes and goes faster than it counts changes nothing", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(limits, fc.integer({ min: 1, max: 3 })), {
        maxLength: 200,
      }),
      (list) => {
        const run = new Run();
        let last: Limit | null = null;
        for (const [limit, seconds] of list) {
          if (limit === last) continue;
          last = limit;
          run.read({ limit, availableBps: 100_000 }, seconds * 1_000);
        }
        equal(run.changes, 0);
      },
    ),
  );
});

Deno.test("a network that takes less never leads to a better picture", () => {
  const bps = fc.integer({ min: 0, max: 3_000_000 });
  fc.assert(fc.property(bps, bps, (one, other) => {
    const [less, more] = [Math.min(one, other), Math.max(one, other)];
    const after = (availableBps: number) =>
      new Run().read({ limit: "bandwidth", availableBps }, 60_000);
    ok(after(less) >= after(more));
  }));
});

Deno.test("no run of seconds brings more than a change in four of them", () => {
  fc.assert(fc.property(readings, (list) => {
    const run = new Run();
    for (const [reading, seconds] of list) run.read(reading, seconds * 1_000);
    ok(run.changes <= run.levels.length * 1_000 / BANDWIDTH_MS);
  }));
});
