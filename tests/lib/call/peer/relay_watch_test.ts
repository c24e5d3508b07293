import { equal } from "node:assert/strict";
import { watchRelays } from "@/lib/call/peer/relay_watch.ts";
import { FakeConnection } from "../fake_connection.ts";

const RELAY = "candidate:1 1 udp 1 192.0.2.1 5 typ relay raddr 0.0.0.0";
const HOST = "candidate:1 1 udp 1 192.0.2.1 5 typ host";

/** A connection over all paths, or relays alone, and what is known of it. */
function setUp(iceTransportPolicy: RTCIceTransportPolicy = "all") {
  const connection = new FakeConnection();
  connection.configuration = { iceTransportPolicy };
  return { connection, answer: watchRelays(connection.asConnection) };
}

Deno.test("watchRelays() knows of no refusal at first, nor after silence", () => {
  const { connection, answer } = setUp();
  equal(answer(), "none-refused");
  connection.refuse(701);
  connection.find(null);
  equal(answer(), "none-refused");
});

for (const code of [401, 403, 486]) {
  Deno.test(`watchRelays() takes error ${code} for a refusal`, () => {
    const { connection, answer } = setUp();
    connection.refuse(code);
    connection.refuse(701);
    connection.find(HOST);
    equal(answer(), "refused");
    const hidden = setUp("relay");
    hidden.connection.refuse(code);
    equal(hidden.answer(), "only-way-refused");
  });
}

Deno.test("watchRelays() forgives a refusal where another relay took us", () => {
  const { connection, answer } = setUp("relay");
  connection.find(RELAY);
  connection.refuse(401);
  equal(answer(), "none-refused");
});
