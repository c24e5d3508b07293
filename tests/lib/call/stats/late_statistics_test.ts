import { deepEqual, equal } from "node:assert/strict";
import { LateStatistics } from "@/lib/call/stats/late_statistics.ts";
import type { WatchedView } from "@/lib/call/stats/call_statistics.ts";
import { settle } from "../fakes.ts";

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
  const late = new LateStatistics(() => {
    log.push("load");
    if (!mayLoad()) return Promise.reject(new Error("offline"));
    return Promise.resolve({
      follow: ({ state }: WatchedView) => void log.push(state.name),
      depart: () => void log.push("depart"),
      close: () => void log.push("close"),
    });
  });
  return { late, log };
}

Deno.test("LateStatistics loads nothing before there is a call", async () => {
  const { late, log } = setUp();
  late.follow(viewOf("waiting"));
  late.follow(CONNECTING);
  late.depart();
  await settle();
  deepEqual(log, [], "nor while it comes about");
  late.follow(viewOf("live"));
  late.follow(viewOf("live"));
  await settle();
  deepEqual(log, ["load", "live"]);
  late.follow(viewOf("waiting"));
  late.depart();
  late.close();
  deepEqual(log.slice(2), ["waiting", "depart", "close"]);
});

Deno.test("LateStatistics follows what is so once it is there", async () => {
  const { late, log } = setUp();
  late.follow(viewOf("live"));
  late.follow(viewOf("waiting"));
  await settle();
  deepEqual(log, ["load", "waiting"]);
});

Deno.test("LateStatistics tries again with the next call", async () => {
  let isOnline = false;
  const { late, log } = setUp(() => isOnline);
  late.follow(viewOf("live"));
  await settle();
  late.follow(viewOf("live"));
  await settle();
  deepEqual(log, ["load"]);
  isOnline = true;
  late.follow(viewOf("live", "p2"));
  await settle();
  deepEqual(log, ["load", "load", "live"]);
});

Deno.test("LateStatistics closes what came too late", async () => {
  const { late, log } = setUp();
  late.follow(viewOf("live"));
  late.close();
  await settle();
  equal(log.at(-1), "close");
});
