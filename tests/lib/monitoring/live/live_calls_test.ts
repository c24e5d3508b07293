import { deepEqual, equal } from "node:assert/strict";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import { LiveCalls } from "@/lib/monitoring/live/live_calls.ts";
import { type KnownMember, LIVE_MS } from "@/lib/monitoring/live/live_rows.ts";
import { NO_STATE } from "@/lib/monitoring/live/member_state.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";

function member(
  stats: CallStats,
  part: Partial<KnownMember> & { updatedAt?: number; seq?: number } = {},
): KnownMember {
  const { updatedAt = 1, seq = 0, ...rest } = part;
  const state = { ...NO_STATE, pageTs: 1, seq, stats, updatedAt };
  return {
    pairId: "p",
    side: "a",
    startedAt: 0,
    country: "VN",
    state,
    ...rest,
  };
}

const alertOf = (part: Partial<Alert>) =>
  ({ id: "1", subject: "p", resolvedAt: null, ...part }) as Alert;

const newsOf = (calls: LiveCalls, now: number) =>
  [...calls.takeNews(now).values()].map(({ event, data }) => ({
    event,
    data: JSON.parse(data),
  }));

Deno.test("LiveCalls tells at most one change of a call in 2 s, and then what it is by then", () => {
  const calls = new LiveCalls();
  const told: [number, number][] = [];
  for (let at = 0; at <= 9_900; at += 100) {
    calls.noteMember(member({ rttMs: at }, { seq: at, updatedAt: at }));
    for (const { data } of newsOf(calls, at)) {
      told.push([at, data.members[0].stats.rttMs]);
    }
  }
  deepEqual(told, [300, 2_300, 4_300, 6_300, 8_300].map((at) => [at, at]));
  // The last one is not lost when nothing more comes.
  deepEqual(newsOf(calls, 10_299), []);
  equal(newsOf(calls, 10_300)[0]!.data.members[0].stats.rttMs, 9_900);
  deepEqual(newsOf(calls, 20_000), []);
});

Deno.test("LiveCalls tells both members' changes at once when they come together", () => {
  const calls = new LiveCalls();
  newsOf(calls, 0);
  calls.noteMember(member({ rttMs: 1 }));
  deepEqual(newsOf(calls, 0), []);
  calls.noteMember(member({ rttMs: 2 }, { side: "b" }));
  deepEqual(newsOf(calls, 299), []);
  equal(newsOf(calls, 300)[0]!.data.members.length, 2);
});

Deno.test("LiveCalls waits for the other member's word where it is due within a second", () => {
  for (const [saidAt, toldAt] of [[10_000, 11_300], [9_999, 10_299]] as const) {
    const calls = new LiveCalls();
    calls.noteMember(member({}, { side: "b", updatedAt: 1_000 }));
    newsOf(calls, 1_000);
    equal(newsOf(calls, 1_300).length, 1);
    calls.noteMember(member({}, { updatedAt: saidAt }));
    deepEqual(newsOf(calls, saidAt), []);
    deepEqual(newsOf(calls, toldAt - 1), []);
    equal(newsOf(calls, toldAt).length, 1);
  }
});

Deno.test("LiveCalls tells alerts at once, also of a call that was told just now", () => {
  const calls = new LiveCalls();
  calls.noteMember(member({}));
  newsOf(calls, 0);
  equal(newsOf(calls, 300).length, 1);
  calls.noteAlert(alertOf({}));
  deepEqual(newsOf(calls, 301).map(({ event }) => event), ["alert"]);
  equal(calls.hasAlerts("p"), true);
  equal(newsOf(calls, 2_301)[0]!.data.alerts.length, 1);
  calls.noteAlert(alertOf({ resolvedAt: 5 }));
  equal(calls.hasAlerts("p"), false);
  deepEqual(JSON.parse(calls.snapshot(0)).alerts, []);
});

Deno.test("LiveCalls gives a call the alerts that were known before it", () => {
  const calls = new LiveCalls();
  calls.noteAlert(alertOf({ id: "1" }));
  calls.noteAlert(alertOf({ id: "2", subject: "GET /a" }));
  calls.noteMember(member({}));
  const { calls: [call], alerts } = JSON.parse(calls.snapshot(0));
  deepEqual(call.alerts.map(({ id }: Alert) => id), ["1"]);
  equal(alerts.length, 2);
});

Deno.test("LiveCalls ends a call once, and hears no late word of it", () => {
  const calls = new LiveCalls();
  calls.noteMember(member({}));
  calls.noteMember(member({}, { pairId: "q" }));
  newsOf(calls, 0);
  newsOf(calls, 300);
  calls.noteEnd("p", 310);
  calls.noteEnd("p", 11);
  calls.noteMember(member({}, { seq: 5 }));
  deepEqual(newsOf(calls, 5_000), [{ event: "gone", data: { pairId: "p" } }]);
  const { calls: left } = JSON.parse(calls.snapshot(0));
  deepEqual(left.map(({ pairId }: { pairId: string }) => pairId), ["q"]);
});

Deno.test("LiveCalls drops members who fell silent, and the call with the last of them", () => {
  const calls = new LiveCalls();
  calls.noteMember(member({}, { updatedAt: 0 }));
  calls.noteMember(member({}, { side: "b", updatedAt: 1_000 }));
  newsOf(calls, 0);
  newsOf(calls, 300);
  calls.dropSilent(LIVE_MS - 1);
  deepEqual(newsOf(calls, LIVE_MS), []);
  calls.dropSilent(LIVE_MS);
  newsOf(calls, LIVE_MS);
  const [call] = newsOf(calls, LIVE_MS + 300);
  deepEqual(call!.data.members.map(({ id }: { id: string }) => id), ["b"]);
  calls.dropSilent(LIVE_MS + 1_000);
  deepEqual(newsOf(calls, LIVE_MS + 1_000).map(({ event }) => event), ["gone"]);
});

Deno.test("LiveCalls tells counts when they change, and everything in a snapshot", () => {
  const calls = new LiveCalls();
  calls.noteCounts({ waitingCount: 0, callCount: 0 });
  deepEqual(newsOf(calls, 0), []);
  const counts = { waitingCount: 1, callCount: 2 };
  calls.noteCounts(counts);
  calls.noteCounts({ ...counts });
  deepEqual(newsOf(calls, 0), [{ event: "counts", data: counts }]);
  calls.noteMember(member({ rttMs: 2 }, { side: "b", updatedAt: 7 }));
  calls.noteMember(member({ rttMs: 1 }, { updatedAt: 6 }));
  deepEqual(JSON.parse(calls.snapshot(9)), {
    at: 9,
    counts,
    calls: [{
      pairId: "p",
      startedAt: 0,
      members: [
        { id: "a", stats: { rttMs: 1 }, country: "VN", updatedAt: 6 },
        { id: "b", stats: { rttMs: 2 }, country: "VN", updatedAt: 7 },
      ],
      alerts: [],
    }],
    alerts: [],
  });
});
