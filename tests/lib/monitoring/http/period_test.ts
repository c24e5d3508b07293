import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  type PlainSeries,
  SeriesAggregate,
} from "@/lib/monitoring/http/series.ts";
import type { StatusClass } from "@/lib/monitoring/overview/http_report.ts";
import { Visitors } from "@/lib/monitoring/http/visitors.ts";
import {
  type HttpPeriod,
  HttpPeriodMerger,
  type Part,
} from "@/lib/monitoring/http/period.ts";
import { spread } from "@/tests/spread.ts";

const HOUR_MS = 3_600_000;

interface Event {
  minute: number;
  route: string;
  statusClass: StatusClass;
  headersMs: number;
  bodyMs: number;
  bytes: number;
  visitor: number;
}

const event: fc.Arbitrary<Event> = fc.record({
  minute: fc.integer({ min: 0, max: 59 }),
  route: fc.constantFrom("/", "/chat", "/api/rtc/ice"),
  statusClass: fc.constantFrom<StatusClass>("2xx", "4xx", "5xx"),
  headersMs: spread(0, 1e5),
  bodyMs: fc.constantFrom(0, 0, 12.5),
  bytes: fc.nat(),
  visitor: fc.integer({ min: 0, max: 2 ** 53 - 1 }),
});

function partOf(events: readonly Event[], startAt: number): Part {
  const aggregates = new Map<string, SeriesAggregate>();
  const visitors = new Visitors();
  for (const e of events) {
    const name = e.route + e.statusClass;
    const own = aggregates.get(name) ?? new SeriesAggregate({
      route: e.route,
      method: "GET",
      statusClass: e.statusClass,
    });
    aggregates.set(name, own);
    own.requests++;
    own.bytesOut += e.bytes;
    own.addTimes(e.headersMs, e.headersMs + e.bodyMs);
    visitors.add(e.visitor);
  }
  const series: PlainSeries[] = [...aggregates.values()].map((f) =>
    f.toPlain()
  );
  return { startAt, series, visitors: visitors.toPlain() };
}

function mergeParts(startAt: number, parts: readonly Part[]): HttpPeriod {
  const merger = new HttpPeriodMerger(startAt);
  for (const part of parts) merger.addPeriod(part);
  return merger.toPeriod();
}

const byMinute = (events: readonly Event[]) =>
  [...Map.groupBy(events, ({ minute }) => minute)]
    .map(([minute, list]) => partOf(list, minute * 60_000));

Deno.test("mergeParts() of the minutes is the hour, exactly, in any order", () => {
  fc.assert(fc.property(fc.array(event, { maxLength: 200 }), (events) => {
    const { peak: _, ...hour } = mergeParts(0, [partOf(events, 0)]);
    for (const minutes of [byMinute(events), byMinute(events).toReversed()]) {
      const { peak: _, ...merged } = mergeParts(0, minutes);
      deepEqual(merged, hour);
    }
  }));
});

Deno.test("mergeParts() of merged parts is the merge of all parts", () => {
  fc.assert(fc.property(
    fc.array(event, { maxLength: 100 }),
    fc.integer({ min: 0, max: 60 }),
    (events, cut) => {
      const parts = byMinute(events);
      const two = [parts.slice(0, cut), parts.slice(cut)]
        .map((some) => mergeParts(0, some));
      deepEqual(mergeParts(0, two).series, mergeParts(0, parts).series);
      deepEqual(mergeParts(0, two).visitors, mergeParts(0, parts).visitors);
    },
  ));
});

Deno.test("HttpPeriodMerger finds the busiest part, the first of equals", () => {
  const requests = (count: number) =>
    partOf(
      Array.from({ length: count }, (_, visitor) => ({
        minute: 0,
        route: "/",
        statusClass: "2xx" as const,
        headersMs: 1,
        bodyMs: 0,
        bytes: 0,
        visitor,
      })),
      0,
    );
  const merger = new HttpPeriodMerger(0);
  equal(merger.toPeriod().peak, null);
  for (const [hour, count] of [[3, 5], [1, 2], [1, 3], [0, 4]] as const) {
    merger.addPeriod({ ...requests(count), startAt: hour * HOUR_MS });
  }
  deepEqual(merger.toPeriod().peak, { startAt: HOUR_MS, requests: 5 });
});
