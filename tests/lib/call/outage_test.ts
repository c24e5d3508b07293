import { deepEqual } from "node:assert/strict";
import type { CallState } from "@/lib/call/machine.ts";
import { Outage } from "@/lib/call/outage.ts";

/** A visit, and a network that comes and goes. */
function rig(state: CallState, isOnline: boolean) {
  const events = new EventTarget();
  const log: string[] = [];
  const visit = {
    view: { state },
    start: () => void log.push("start"),
    next: () => void log.push("next"),
  };
  const network = { isOnline };
  const outage = new Outage(visit, {
    events,
    isOnline: () => network.isOnline,
    onWaiting: (isWaiting) => void log.push(isWaiting ? "waits" : "is over"),
  });
  const comeBack = () => {
    network.isOnline = true;
    events.dispatchEvent(new Event("online"));
  };
  return { outage, log, comeBack };
}

Deno.test("Outage starts at once where there is a network", () => {
  const { outage, log, comeBack } = rig({ name: "idle" }, true);
  outage.start();
  comeBack();
  deepEqual(log, ["start"]);
});

Deno.test("Outage holds a start back until the network is there, once", () => {
  const { outage, log, comeBack } = rig({ name: "idle" }, false);
  outage.start();
  outage.start();
  deepEqual(log, ["waits"]);
  comeBack();
  comeBack();
  deepEqual(log, ["waits", "is over", "start"]);
});

Deno.test("Outage searches again after the server was out of reach", () => {
  const lost = rig({ name: "failed", reason: "signal-lost" }, false);
  lost.comeBack();
  deepEqual(lost.log, ["next"]);
  for (const reason of ["refused", "ice-failed"] as const) {
    const other = rig({ name: "failed", reason }, false);
    other.comeBack();
    deepEqual(other.log, [], reason);
  }
});

Deno.test("Outage forgets a start that waits, and what it listened for, once closed", () => {
  const { outage, log, comeBack } = rig({ name: "idle" }, false);
  outage.start();
  outage.close();
  comeBack();
  deepEqual(log, ["waits", "is over"]);
  const lost = rig({ name: "failed", reason: "signal-lost" }, false);
  lost.outage.close();
  lost.comeBack();
  deepEqual(lost.log, []);
});
