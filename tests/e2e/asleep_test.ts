import { deepEqual } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { canSleep, launchSleeper } from "./asleep.ts";
import { meet, Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";

const options = { isLeftOut: !canSleep };

e2e("a call goes on after a computer slept", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const sleeper = await launchSleeper(() => Visitors.launch(server.baseUrl));
  await using sleepers = sleeper.visitors;
  const asleep = await sleepers.open("/chat");
  const awake = await visitors.open("/chat");
  await meet(asleep, awake);
  for (const one of [asleep, awake]) await one.seesMovingVideo();
  await sleeper.fallAsleep();
  await awake.shows("reconnecting");
  await sleeper.wakeUp();
  for (const one of [asleep, awake]) {
    await one.shows("live");
    await one.seesNewVideo();
  }
  deepEqual([...visitors.errors, ...sleepers.errors], []);
}, options);

e2e("a partner who sleeps in the queue is followed by a search", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const sleeper = await launchSleeper(() => Visitors.launch(server.baseUrl));
  await using sleepers = sleeper.visitors;
  const asleep = await sleepers.open("/chat");
  await asleep.press("start");
  await asleep.reaches("waiting");
  await visitors.someoneIsQueued();
  // Until its offer is ready and waits with it.
  await asleep.page.waitForTimeout(2_000);
  const awake = await visitors.open("/chat");
  await sleeper.fallAsleep();
  await awake.press("start");
  await awake.reaches("connecting");
  await awake.reaches("failed");
  await awake.reaches("waiting");
  await sleeper.wakeUp();
  await asleep.reaches("waiting");
  const third = await visitors.open("/chat");
  await third.press("start");
  await third.reaches("live");
  deepEqual([...visitors.errors, ...sleepers.errors], []);
}, options);
