import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  type HistoryQuery,
  historyQuerySchema,
  planHistory,
} from "@/lib/monitoring/history/history_query.ts";

const NOW = Date.UTC(2026, 10, 20, 12, 34);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const plan = (query: HistoryQuery) => planHistory(query, NOW);

Deno.test("planHistory() gives a week of hours to who asks for nothing", () => {
  const { step, span, against } = plan({});
  equal(step, "hour");
  equal(span.toMs, Date.UTC(2026, 10, 20, 13));
  equal(span.toMs - span.fromMs, 7 * DAY_MS);
  equal(against, null);
});

Deno.test("planHistory() gives a year of whole days, today among them", () => {
  const { step, span } = plan({ range: "1y" });
  equal(step, "day");
  equal(span.fromMs, Date.UTC(2025, 10, 21));
  equal(span.toMs, Date.UTC(2026, 10, 20, 13));
});

Deno.test("planHistory() takes the days asked for, the last one included", () => {
  const asked = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 3) };
  const span = { fromMs: asked.from, toMs: Date.UTC(2026, 9, 4) };
  deepEqual(plan(asked), { step: "hour", span, against: null });
  deepEqual(plan({ from: asked.to, to: asked.from }).span, span);
  deepEqual(plan({ from: asked.from }).span.toMs, asked.from + DAY_MS);
});

Deno.test("planHistory() has no hours where none are kept", () => {
  const from = NOW - 200 * DAY_MS;
  equal(plan({ from, step: "hour" }).step, "day");
  equal(plan({ range: "90d", step: "hour" }).step, "hour");
});

Deno.test("planHistory() compares with as much, at the same time of day", () => {
  const { span, against } = plan({ range: "24h", against: "before" });
  deepEqual(against, {
    fromMs: span.fromMs - DAY_MS,
    toMs: span.toMs - DAY_MS,
  });
  const year = plan({ range: "7d", against: "year" });
  equal(year.span.fromMs - year.against!.fromMs, 52 * 7 * DAY_MS);
  const day = Date.UTC(2026, 7, 1);
  deepEqual(plan({ range: "7d", against: day }).against, {
    fromMs: day + 13 * HOUR_MS,
    toMs: day + 13 * HOUR_MS + 7 * DAY_MS,
  });
});

Deno.test("planHistory() plans whole periods, a year at most, none to come", () => {
  const day = fc.option(
    fc.integer({ min: 0, max: 3000 }).map((n) => NOW - (n - 200) * DAY_MS)
      .map((at) => Math.floor(at / DAY_MS) * DAY_MS),
    { nil: undefined },
  );
  const step = fc.constantFrom("hour" as const, "day" as const, undefined);
  fc.assert(fc.property(day, day, step, (from, to, step) => {
    const planned = plan({ from, to, step });
    const { fromMs, toMs } = planned.span;
    equal(fromMs % (planned.step === "hour" ? HOUR_MS : DAY_MS), 0);
    ok(fromMs < toMs && toMs - fromMs <= 366 * DAY_MS);
    ok(fromMs <= NOW && toMs <= NOW + HOUR_MS);
  }));
});

Deno.test("historyQuerySchema takes a form's empty fields for not asked", () => {
  const read = (query: Record<string, string>) => {
    const { success, data } = historyQuerySchema.safeParse(query) as {
      success: boolean;
      data?: HistoryQuery;
    };
    return success ? data : null;
  };
  const asked = read({ range: "", from: "2026-10-01", to: "", against: "" });
  equal(asked?.from, Date.UTC(2026, 9, 1));
  equal(asked?.to, undefined);
  equal(asked?.against, undefined);
  equal(read({ against: "before" })?.against, "before");
  equal(read({ from: "yesterday" }), null);
  equal(read({ range: "2y" }), null);
});
