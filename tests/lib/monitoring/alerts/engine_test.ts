import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  type Change,
  type ConditionState,
  step,
} from "@/lib/monitoring/alerts/engine.ts";
import { type Rule, severityOf } from "@/lib/monitoring/alerts/rule.ts";
import { spread } from "@/tests/spread.ts";

const MINUTE_MS = 60_000;
const START = 1_787_400_000_000;
const rule: Rule = {
  kind: "test",
  title: "Test",
  unit: "%",
  troubleIs: "above",
  raiseAt: 5,
  resolveAt: 2,
  raiseAfterMs: 2 * MINUTE_MS,
  resolveAfterMs: 3 * MINUTE_MS,
  severity: "medium",
  escalations: [{ at: 10, severity: "high" }, { at: 25, severity: "critical" }],
};

/** Measures once a minute and returns every change but `none`. */
function run(
  values: readonly (number | undefined)[],
  on: Rule = rule,
): { minute: number; change: Change }[] {
  let state: ConditionState | null = null;
  const changes: { minute: number; change: Change }[] = [];
  values.forEach((value, minute) => {
    const next = step(on, state, {
      value,
      nowMs: START + minute * MINUTE_MS,
      nextAlertId: `alert-${minute}`,
    });
    state = next.state;
    if (next.change.type !== "none") {
      changes.push({ minute, change: next.change });
    }
  });
  return changes;
}

const types = (values: readonly (number | undefined)[]) =>
  run(values).map(({ minute, change }) => `${minute} ${change.type}`);

Deno.test("step() raises once trouble has lasted long enough", () => {
  deepEqual(types([6, 6]), []);
  deepEqual(types([6, 6, 6]), ["2 raise"]);
  const raised = run([6, 7, 30])[0]!.change;
  deepEqual(raised, {
    type: "raise",
    alertId: "alert-2",
    sinceMs: START,
    value: 30,
    severity: "critical",
  });
});

Deno.test("step() starts to count anew when trouble pauses", () => {
  deepEqual(types([6, 6, 1, 6, 6]), []);
  deepEqual(types([6, 6, undefined, 6, 6, 6]), ["5 raise"]);
});

Deno.test("step() starts to count anew after a pause in measuring", () => {
  const pending = step(rule, null, {
    value: 9,
    nowMs: START,
    nextAlertId: "a",
  });
  const later = step(rule, pending.state, {
    value: 9,
    nowMs: START + 6 * MINUTE_MS,
    nextAlertId: "b",
  });
  equal(later.change.type, "none");
  equal(later.state?.phase, "pending");
});

Deno.test("step() resolves only after the lower threshold held long enough", () => {
  deepEqual(types([6, 6, 6, 3, 3, 3, 3, 3]).at(-1), "7 update");
  deepEqual(types([6, 6, 6, 1, 1, 1, 1]).at(-1), "6 resolve");
  deepEqual(types([6, 6, 6, 1, 1, 3, 1, 1, 1]).at(-1), "8 update");
});

Deno.test("step() closes an alert half an hour after the last measurement", () => {
  const silence = Array.from({ length: 30 }, () => undefined);
  const changes = run([6, 6, 6, ...silence]);
  deepEqual(changes.at(-1), {
    minute: 32,
    change: {
      type: "resolve",
      alertId: "alert-2",
      reason: "no-data",
      value: undefined,
    },
  });
});

Deno.test("step() survives a clock that jumps back", () => {
  const open: ConditionState = {
    phase: "open",
    alertId: "a",
    recoveringSinceMs: START,
    seenAtMs: START,
  };
  const { state } = step(rule, open, {
    value: 0,
    nowMs: START - 3_600_000,
    nextAlertId: "b",
  });
  equal(state?.phase === "open" && state.recoveringSinceMs, START - 3_600_000);
});

const values = fc.array(
  fc.option(spread(0, 40), { nil: undefined }),
  { maxLength: 120 },
);

Deno.test("step() never has two alerts open for one condition", () => {
  fc.assert(fc.property(values, (series) => {
    let isOpen = false;
    for (const { change } of run(series)) {
      if (change.type === "raise") {
        equal(isOpen, false);
        isOpen = true;
      } else {
        equal(isOpen, true);
        isOpen = change.type !== "resolve";
      }
    }
  }));
});

Deno.test("step() does not flap: trouble that swings around the threshold is one alert", () => {
  const swinging = fc.array(spread(2.1, 9), {
    maxLength: 200,
  });
  fc.assert(fc.property(swinging, (series) => {
    const changes = run([6, 6, 6, ...series]);
    equal(changes.filter(({ change }) => change.type === "raise").length, 1);
    ok(changes.every(({ change }) => change.type !== "resolve"));
  }));
});

Deno.test("step() mirrors its thresholds where less is trouble", () => {
  const below: Rule = {
    ...rule,
    troubleIs: "below",
    raiseAt: 90,
    resolveAt: 95,
    escalations: [{ at: 70, severity: "critical" }],
  };
  const changes = run([80, 80, 60, 93, 93, 96, 96, 96, 96], below);
  equal(changes[0]!.change.type, "raise");
  equal(severityOf(below, 80), "medium");
  equal(severityOf(below, 60), "critical");
  equal(changes.at(-1)!.change.type, "resolve");
  equal(changes.at(-1)!.minute, 8);
});
