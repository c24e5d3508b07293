import { equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  type MonitorState,
  renderScreen,
} from "@/lib/monitoring/terminal/screen.ts";
import {
  bar,
  fit,
  paint,
  span,
  truncate,
  widthOf,
} from "@/lib/monitoring/terminal/text.ts";
import {
  endpoint,
  openAlert,
  overview,
  OVERVIEW_AT,
} from "@/tests/lib/monitoring/overview/overviews.ts";
import { spread } from "@/tests/spread.ts";

function state(part: Partial<MonitorState> = {}): MonitorState {
  return {
    baseUrl: "https://parley.example",
    overview: overview(),
    problem: null,
    now: OVERVIEW_AT,
    ...part,
  };
}

function textOf(
  shown: MonitorState,
  { columns = 100, rows = 50 } = {},
): string {
  return renderScreen(shown, { columns, rows })
    .map((line) => paint(line, false)).join("\n");
}

Deno.test("renderScreen() shows status, totals, routes and alerts", () => {
  const text = textOf(state({
    overview: overview({
      endpoints: [
        endpoint({ endpoint: "/small", totalOutbound: 10, p95Ms: 900 }),
        endpoint({ endpoint: "/large", totalOutbound: 5e6, p95Ms: 2 }),
      ],
      alerts: [openAlert(), openAlert({ acknowledgedAt: 1, severity: "low" })],
    }),
  }));
  match(text, /PARLEY +https:\/\/parley\.example +● healthy/);
  match(text, /Waiting +3 +First media +–/);
  match(text, /TRAFFIC BY ROUTE\n GET +\/large .* 5 MB .*\n GET +\/small /);
  match(text, /PERCENTILE\n GET +\/small .* 900 ms .*\n GET +\/large /);
  match(text, /OPEN ALERTS \(2\)/);
  match(
    text,
    /● high +GET \/a · Answers are slow +3,200 ms \(limit 1,000 ms\) {2}5 min\n/,
  );
  match(text, /● low .*5 min {2}seen/);
});

Deno.test("renderScreen() counts all open alerts, also those not told of", () => {
  const some = overview({ alerts: [openAlert(), openAlert()] });
  const text = textOf(state({ overview: { ...some, openAlertCount: 450 } }));
  match(text, /OPEN ALERTS \(450\) {2}448 not shown/);
});

Deno.test("renderScreen() says what is wrong with monitoring itself", () => {
  const warnings = ["the roll-up is late"];
  match(
    textOf(state({ overview: overview({ warnings }) })),
    /● the roll-up is late/,
  );
});

Deno.test("renderScreen() says how old an overview is that it cannot renew", () => {
  const text = textOf(state({
    problem: "Cannot reach https://parley.example",
    now: OVERVIEW_AT + 65_000,
  }));
  match(text, /Cannot reach https:\/\/parley\.example; overview is 1 min old$/);
});

Deno.test("renderScreen() fits any terminal, whatever names routes have", () => {
  const name = fc.string({ unit: "grapheme", maxLength: 60 });
  const route = fc.record({
    endpoint: name,
    method: fc.constantFrom("GET", "OPTIONS", "_OTHER"),
    totalOutbound: fc.nat(),
    p95Ms: fc.option(spread(0, 1e7)),
    serverErrorCount: fc.nat(2),
  });
  const size = fc.record({
    columns: fc.integer({ min: 10, max: 200 }),
    rows: fc.integer({ min: 1, max: 70 }),
  });
  fc.assert(
    fc.property(fc.array(route), fc.array(name), size, (routes, titles, at) => {
      const shown = state({
        overview: overview({
          endpoints: routes.map((part) => endpoint(part)),
          alerts: titles.map((title) => openAlert({ title })),
        }),
      });
      const lines = renderScreen(shown, at);
      ok(lines.length <= at.rows);
      for (const line of lines) ok(widthOf(line) <= at.columns);
    }),
    { numRuns: 60 },
  );
});

Deno.test("span() lets nothing through that steers a terminal", () => {
  equal(span("a\x1b[2Jb\r\n\u202Ec\u009b").text, "a[2Jbc");
});

Deno.test("paint() colors only when asked to", () => {
  const line = [span("a", "red", "bold"), span("b")];
  equal(paint(line, true), "\x1b[1m\x1b[31ma\x1b[39m\x1b[22mb");
  equal(paint(line, false), "ab");
});

Deno.test("truncate() and fit() count columns, not characters", () => {
  equal(truncate("你好吗", 5), "你好…");
  equal(fit("你", 4), "你  ");
  equal(fit("12", 4, "right"), "  12");
  equal(truncate("abc", 0), "");
});

Deno.test("bar() is always as wide as asked", () => {
  const share = spread(-1, 2);
  fc.assert(fc.property(share, fc.nat(40), (part, columns) => {
    equal(widthOf([span(bar(part, columns))]), columns);
  }));
  equal(bar(0.5, 3), "█▌ ");
});
