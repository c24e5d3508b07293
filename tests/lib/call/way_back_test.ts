import { deepEqual, equal } from "node:assert/strict";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import { WayBack, type WayBackState } from "@/lib/call/way_back.ts";
import { AGREE_MS, ASK_BACK_MS } from "@/lib/protocol/way_back.ts";
import { fakeClient, FakeTimers, settle } from "./fakes.ts";
import { live, waiting } from "./stages.ts";

function wayBack(goBack: () => void = () => {}) {
  const timers = new FakeTimers();
  const client = fakeClient({ goBack });
  const states: WayBackState[] = [];
  const way = new WayBack({
    client,
    timers,
    onChange: (state) => states.push(state),
  });
  return { way, timers, client, states };
}

const ready = Promise.resolve();

Deno.test("after Next one may ask for five seconds", async () => {
  const { way, timers, client, states } = wayBack();
  way.noteNext("p1");
  await timers.advance(ASK_BACK_MS - 1);
  deepEqual(states, ["may-ask"]);
  await timers.advance(1);
  deepEqual(states, ["may-ask", "none"]);
  await way.take(ready);
  deepEqual(client.calls, []);
});

Deno.test("asking waits until the server knows that we wait, and for an answer", async () => {
  const { way, timers, client, states } = wayBack();
  way.noteNext("p1");
  const known = Promise.withResolvers<void>();
  const taken = way.take(known.promise);
  await settle();
  deepEqual(client.calls, []);
  known.resolve();
  await taken;
  deepEqual(client.calls, ["back p1"]);
  await way.take(ready);
  deepEqual(client.calls, ["back p1"], "asked once");
  await timers.advance(AGREE_MS);
  deepEqual(states, ["may-ask", "asking", "none"]);
});

Deno.test("who is asked agrees by the same call, or lets it be", async () => {
  const { way, client, states } = wayBack();
  way.noteAsked("p1");
  await way.take(ready);
  deepEqual(client.calls, ["back p1"]);
  way.end();
  way.noteAsked("p2");
  way.end();
  deepEqual(states, ["asked", "agreed", "none", "asked", "none"]);
  equal(client.calls.length, 1);
});

Deno.test("a refusal ends the way back it was for, and no later one", async () => {
  const { way, states } = wayBack(() => {
    throw new SignalingError("back", { status: 409, code: "too-late" });
  });
  way.noteNext("p1");
  const taken = way.take(ready);
  way.noteAsked("p2");
  await taken;
  deepEqual(states, ["may-ask", "asking", "asked"]);
  await way.take(ready);
  equal(states.at(-1), "none");
});

Deno.test("a visitor who pressed Next may go back until there is another partner", async () => {
  const v = await live();
  v.session.next();
  await settle();
  equal(v.session.view.wayBack, "may-ask");
  v.session.goBack();
  await settle();
  deepEqual(v.client.calls.slice(-2), ["enqueue all ALL", "back p1"]);
  equal(v.session.view.wayBack, "asking");
  const match = { pairId: "p2", role: "callee" } as const;
  await v.emit({ type: "matched", match });
  equal(v.session.view.wayBack, "none");
});

Deno.test("a search that no Next began has no way back", async () => {
  const v = await live();
  await v.emit({ type: "peer-left" });
  await v.timers.advance(1_400);
  equal(v.state.name, "waiting");
  equal(v.session.view.wayBack, "none");
});

Deno.test("a visitor who was left is asked, and searches before agreeing", async () => {
  const v = await live();
  v.session.setAutoNext(false);
  await v.emit({ type: "peer-left" });
  await v.emit({ type: "back-asked", pairId: "p1" });
  equal(v.session.view.wayBack, "asked");
  v.session.goBack();
  await settle();
  deepEqual(v.client.calls.slice(-2), ["enqueue all ALL", "back p1"]);
});

Deno.test("a visitor who is asked before they hear that they were left is asked", async () => {
  const v = await live();
  await v.emit({ type: "back-asked", pairId: "p1" });
  equal(v.state.name, "peer-left");
  equal(v.session.view.wayBack, "asked");
  await v.emit({ type: "peer-left" });
  equal(v.session.view.wayBack, "asked");
});

Deno.test("a visitor who declines stays in the search", async () => {
  const v = await waiting();
  await v.emit({ type: "back-asked", pairId: "p0" });
  v.session.declineBack();
  equal(v.session.view.wayBack, "none");
  equal(v.state.name, "waiting");
});

Deno.test("a visitor in a call is not disturbed", async () => {
  const v = await live();
  await v.emit({ type: "back-asked", pairId: "p0" });
  equal(v.session.view.wayBack, "none");
  v.session.stop();
  await v.emit({ type: "back-asked", pairId: "p0" });
  equal(v.session.view.wayBack, "none");
});
