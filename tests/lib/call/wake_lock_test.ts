import { deepEqual } from "node:assert/strict";
import { WakeLock } from "@/lib/call/wake_lock.ts";
import { settle } from "./fakes.ts";

/** A page that can be hidden, and locks that note what becomes of them. */
function rig() {
  const document = Object.assign(new EventTarget(), { hidden: false });
  const log: string[] = [];
  const request = () => {
    log.push("lock");
    return Promise.resolve({
      release: () => Promise.resolve(void log.push("release")),
    });
  };
  const hide = async (hidden: boolean) => {
    document.hidden = hidden;
    document.dispatchEvent(new Event("visibilitychange"));
    await settle();
  };
  return { document, log, request, hide };
}

Deno.test("WakeLock holds one lock while wanted, and again when seen again", async () => {
  const { document, log, request, hide } = rig();
  const wakeLock = new WakeLock({ document, request });
  wakeLock.want(true);
  wakeLock.want(true);
  await settle();
  deepEqual(log, ["lock"]);
  await hide(true);
  deepEqual(log, ["lock", "release"]);
  await hide(false);
  deepEqual(log, ["lock", "release", "lock"]);
  wakeLock.close();
  await settle();
  await hide(false);
  deepEqual(log, ["lock", "release", "lock", "release"]);
});

Deno.test("WakeLock gets along with a browser that refuses or has none", async () => {
  const { document } = rig();
  for (const request of [undefined, () => Promise.reject(new Error("no"))]) {
    const wakeLock = new WakeLock({ document, request });
    wakeLock.want(true);
    await settle();
    wakeLock.close();
    await settle();
  }
});
