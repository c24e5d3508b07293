import { deepEqual } from "node:assert/strict";
import {
  LateStatistics,
  LOAD_AFTER_MS,
} from "@/lib/call/stats/late_statistics.ts";
import type { WatchedView } from "@/lib/call/stats/call_statistics.ts";
import { FakeTimers } from "../fakes.ts";

const CONNECTING: WatchedView = {
  gen: 0,
  state: { name: "connecting", match: { pairId: "p1", role: "callee" } },
};
const viewOf = (name: "waiting" | "live", pairId = "p1"): WatchedView => ({
  gen: 0,
  state: name === "waiting"
    ? { name, isOffline: false }
    : { name, match: { pairId, role: "callee" }, trouble: null },
});

function setUp(mayLoad = () => true) {
  const log: string[] = [];
  const timers = new FakeTimers();
  const late = new LateStatistics(timers, () => {
    log.push("load");
    if (!mayLoad()) return Promise.reject(new Error("offline"));
    return Promise.resolve({
      follow: ({ state }: WatchedView) => void log.push(state.name),
      depart: () => void log.push("depart"),
      close: () => void log.push("close"),
    });
  });
  return { late, log, timers, load: () => timers.advance(LOAD_AFTER_MS) };
}

Deno.test("LateStatistics loads nothing before there is a call", async () => {
  const { late, log, timers } = setUp();
  late.follow(viewOf("waiting"));
  late.follow(CONNECTING);
  late.depart();
  await timers.advance(LOAD_AFTER_MS);
  deepEqual(log, [], "nor while it comes about");
  late.follow(viewOf("live"));
  await timers.advance(LOAD_AFTER_MS - 1);
  late.follow(viewOf("live"));
  deepEqual(log, [], "nor while its first picture is on the way");
  await timers.advance(1);
  deepEqual(log, ["load", "live"]);
  late.follow(viewOf("waiting"));
  late.depart();
  late.close();
  deepEqual(log.slice(2), ["waiting", "depart", "close"]);
});

Deno.test("LateStatistics follows what is so once it is there", async () => {
  const { late, log, load } = setUp();
  late.follow(viewOf("live"));
  late.follow(viewOf("waiting"));
  await load();
  deepEqual(log, ["load", "waiting"]);
});

Deno.test("LateStatistics tries again with the next call", async () => {
  let isOnline = false;
  const { late, log, load } = setUp(() => isOnline);
  late.follow(viewOf("live"));
  await load();
  late.follow(viewOf("live"));
  await load();
  deepEqual(log, ["load"]);
  isOnline = true;
  late.follow(viewOf("live", "p2"));
  await load();
  deepEqual(log, ["load", "load", "live"]);
});

Deno.test("LateStatistics closes what came too late", async () => {
  const { late, log, load } = setUp(() => {
    late.close();
    return true;
  });
  late.follow(viewOf("live"));
  await load();
  deepEqual(log, ["load", "close"]);
});

Deno.test("LateStatistics loads nothing for a page that was closed before", async () => {
  const { late, log, timers, load } = setUp();
  late.follow(viewOf("live"));
  late.close();
  await load();
  deepEqual([log, timers.pending], [[], 0]);
});
