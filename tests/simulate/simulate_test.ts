import { deepEqual, equal, ok } from "node:assert/strict";
import { bodyOf, type TestApp, testApp } from "@/tests/app.ts";
import { settle } from "@/tests/lib/call/fakes.ts";
import { restarted, seededRandom } from "@/tests/helpers.ts";
import type { Timers } from "@/lib/call/timers.ts";
import { liveKeys } from "@/lib/monitoring/live/keys.ts";
import { readMembers } from "@/lib/monitoring/live/live_rows.ts";
import { statsOf } from "@/lib/monitoring/live/member_state.ts";
import { Crowd, quantile, type Transport } from "./crowd.ts";
import { watchStream } from "./stream_watch.ts";

const SECONDS = 180;

const ADMIN = { authorization: "Bearer test-admin-token-0123456789" };

/** Alarms of the pages that ring as the app's clock is moved. */
class PageTimers implements Timers {
  readonly #app: TestApp;
  readonly #alarms = new Map<() => void, number>();

  constructor(app: TestApp) {
    this.#app = app;
  }

  nowMs(): number {
    return this.#app.services.clock.ms;
  }

  after(delayMs: number, callback: () => void): () => void {
    this.#alarms.set(callback, this.nowMs() + delayMs);
    return () => this.#alarms.delete(callback);
  }

  ring(): void {
    for (const [callback, atMs] of this.#alarms) {
      if (atMs > this.nowMs()) continue;
      this.#alarms.delete(callback);
      callback();
    }
  }
}

function transportTo(app: TestApp): Transport & { isDown: boolean } {
  return {
    isDown: false,
    async request(method, path, { cookie, json } = {}) {
      if (this.isDown) throw new TypeError("server away");
      const response = await app.fetch(path, {
        method,
        headers: cookie === undefined ? {} : { cookie },
        ...(json !== undefined && { body: JSON.stringify(json) }),
      });
      return {
        status: response.status,
        cookie: response.headers.get("set-cookie")?.split(";")[0] ?? null,
        body: await response.text(),
      };
    },
  };
}

/**
 * Puts the next process in the place of this one: what that had in memory is
 * gone, and its streams have ended.
 */
function restart({ services }: TestApp): void {
  services.adminStreams.closeAll();
  const { statsIntake, callWatch, callAlerts, adminStreams } = restarted(
    services,
    "next",
  );
  Object.assign(services, { statsIntake, callWatch, callAlerts, adminStreams });
}

Deno.test("a crowd on a bad network, over a restart and a kill: admins see what more than 99 % of its pages tell", async () => {
  using app = await testApp();
  const { services } = app;
  const { clock } = services;
  const timers = new PageTimers(app);
  const transport = transportTo(app);
  const crowd = new Crowd({
    transport,
    timers,
    random: seededRandom(3),
    lostShare: 0.02,
  });
  await crowd.arrive(40);
  const counts = { calls: 0, alerts: 0 };
  const watch = async () => {
    const stream = await app.fetch("/api/monitoring/stream", {
      headers: ADMIN,
    });
    return watchStream(stream, { crowd, nowMs: clock.now, counts });
  };
  const watching = [watch()];
  for (let second = 0; second < SECONDS; second++) {
    // The first end is told ahead, the second one is a kill.
    if (second === 60) await services.statsIntake.stop();
    transport.isDown = [60, 61, 62, 120, 121, 122].includes(second);
    if (second === 60 || second === 120) restart(app);
    if (second === 63 || second === 123) watching.push(watch());
    crowd.look();
    await settle();
    // Not in the second before it is killed.
    if (second !== 119) await services.statsIntake.flush();
    await services.callAlerts.idle();
    for (let tick = 0; tick < 4; tick++) {
      await services.adminStreams.tell();
      await settle();
      clock.advance(250);
      timers.ring();
    }
  }
  // What the last ones told is behind a change less than 2 s old.
  clock.advance(2_000);
  await services.adminStreams.tell();
  await settle();
  const { sent, acknowledged, shown, latenciesMs } = crowd.result();
  const perMinute = sent / crowd.size / (SECONDS / 60);
  ok(perMinute > 5 && perMinute < 10, `${perMinute} a minute`);
  ok(acknowledged < sent, "the network loses something");
  ok(shown / sent > 0.99, `${shown} of ${sent} shown`);
  // By the clock of the test; what is lost waits for a second try.
  ok(quantile(latenciesMs, 0.75) <= 2_500);
  ok(counts.alerts > 0);

  // What the server holds is what each page told last, whole.
  await services.statsIntake.flush();
  const prefix = liveKeys.members();
  const held = await readMembers(services.store, prefix, clock.ms);
  const words = crowd.lastWords();
  ok(words.size > 30, `${words.size} know`);
  for (const { pairId, side, state } of held) {
    const told = words.get(`${pairId}/${side}`);
    if (told !== undefined) deepEqual(statsOf(state), told);
  }
  const overview = await app.fetch("/api/monitoring/rtc", { headers: ADMIN });
  equal((await bodyOf(overview)).live.callCount, 20);
  services.adminStreams.closeAll();
  await Promise.all(watching);
});
