import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  relayOnlyCandidates,
  relayOnlyDescription,
} from "@/lib/turn/relay_only.ts";

const FINGERPRINT = "a=fingerprint:sha-256 " +
  Array.from({ length: 32 }, (_, i) => (i * 7 + 16).toString(16)).join(":")
    .toUpperCase();

/** What Chromium writes, shortened, with every place an address can be. */
const LEAKY = [
  "v=0",
  "o=- 4611731400430051336 2 IN IP4 192.168.1.20",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0 1",
  "a=msid-semantic: WMS f8b1",
  "m=audio 54400 UDP/TLS/RTP/SAVPF 111 63",
  "c=IN IP4 192.168.1.20",
  "a=rtcp:54401 IN IP4 192.168.1.20",
  "a=candidate:1 1 udp 2122260223 192.168.1.20 54400 typ host generation 0 network-id 1",
  "a=candidate:2 1 udp 1686052607 198.51.100.7 54400 typ srflx raddr 192.168.1.20 rport 54400 generation 0",
  "a=candidate:3 1 udp 41885439 203.0.113.9 50000 typ relay raddr 198.51.100.7 rport 54400 generation 0 network-id 1",
  "a=candidate:4 1 udp 2122194687 8c1f3b8e-4a1b.local 54402 typ host",
  "a=candidate:5 1 tcp 1518280447 192.168.1.20 9 typ host tcptype active",
  "a=remote-candidates:1 192.168.1.30 5000",
  "a=ice-ufrag:Hq4A",
  "a=ice-pwd:4aO8W3Vu0wDDGc1p6XsYjWQ+",
  "a=ice-options:trickle",
  FINGERPRINT,
  "a=setup:actpass",
  "a=mid:0",
  "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
  "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
  "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
  "a=extmap:13 urn:3gpp:video-orientation",
  "a=rtpmap:111 opus/48000/2",
  "a=rtcp-fb:111 transport-cc",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "a=ssrc:1570811297 cname:oZ7y+8+h7bEo3F5P",
  "a=x-address:192.168.1.20",
  "a=end-of-candidates",
  "m=video 0 UDP/TLS/RTP/SAVPF 96",
  "",
].join("\r\n");

const CLEAN = [
  "v=0",
  "o=- 4611731400430051336 2 IN IP4 0.0.0.0",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0 1",
  "a=msid-semantic: WMS f8b1",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63",
  "c=IN IP4 0.0.0.0",
  "a=rtcp:9 IN IP4 0.0.0.0",
  "a=candidate:3 1 udp 41885439 203.0.113.9 50000 typ relay raddr 0.0.0.0 rport 0 generation 0 network-id 1",
  "a=ice-ufrag:Hq4A",
  "a=ice-pwd:4aO8W3Vu0wDDGc1p6XsYjWQ+",
  "a=ice-options:trickle",
  FINGERPRINT,
  "a=setup:actpass",
  "a=mid:0",
  "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
  "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
  "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
  "a=extmap:13 urn:3gpp:video-orientation",
  "a=rtpmap:111 opus/48000/2",
  "a=rtcp-fb:111 transport-cc",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "a=ssrc:1570811297 cname:oZ7y+8+h7bEo3F5P",
  "a=end-of-candidates",
  "m=video 0 UDP/TLS/RTP/SAVPF 96",
  "",
].join("\r\n");

Deno.test("relayOnlyDescription() takes addresses out and leaves the rest", () => {
  equal(relayOnlyDescription(LEAKY), CLEAN);
});

Deno.test("relayOnlyDescription() changes nothing the second time", () => {
  equal(relayOnlyDescription(CLEAN), CLEAN);
});

Deno.test("relayOnlyDescription() reads the JSON text of a description", () => {
  const wrapped = { type: "offer", sdp: LEAKY, from: "192.168.1.20" };
  equal(
    relayOnlyDescription(JSON.stringify(wrapped)),
    JSON.stringify({ type: "offer", sdp: CLEAN }),
  );
});

for (
  const text of [
    "",
    "offer-text",
    " v=0",
    "null",
    "[1]",
    '{"sdp":"v=0"}',
    '{"type":"offer","sdp":"x"}',
    '{"type":"192.168.1.20","sdp":"v=0"}',
  ]
) {
  Deno.test(`relayOnlyDescription() knows no description in ${JSON.stringify(text)}`, () => {
    equal(relayOnlyDescription(text), null);
  });
}

const relay = "candidate:3 1 udp 41885439 203.0.113.9 50000 typ relay";

Deno.test("relayOnlyCandidates() keeps relays and the end, in every form", () => {
  const dictionary = {
    candidate: `${relay} raddr 10.0.0.1 rport 7 ufrag Hq4A`,
    sdpMid: "0",
    sdpMLineIndex: 0,
    usernameFragment: "Hq4A",
  };
  deepEqual(
    relayOnlyCandidates([
      `${relay} raddr 10.0.0.1 rport 7`,
      `a=${relay}`,
      dictionary,
      { candidate: "" },
      "",
    ]),
    [
      `${relay} raddr 0.0.0.0 rport 0`,
      `a=${relay} raddr 0.0.0.0 rport 0`,
      { ...dictionary, candidate: `${relay} raddr 0.0.0.0 rport 0 ufrag Hq4A` },
      { candidate: "" },
      "",
    ],
  );
});

for (
  const line of [
    "candidate:1 1 udp 2122260223 192.168.1.20 54400 typ host",
    "candidate:2 1 udp 1 198.51.100.7 1 typ srflx raddr 192.168.1.20 rport 1",
    "candidate:2 1 udp 1 198.51.100.7 1 typ prflx raddr 192.168.1.20 rport 1",
    "candidate:4 1 udp 1 8c1f3b8e.local 1 typ relay raddr 0.0.0.0 rport 0",
    "candidate:4 1 udp 1 host.example 1 typ relay raddr 0.0.0.0 rport 0",
    "candidate:192.168.1.20 1 udp 1 203.0.113.9 1 typ relay",
    `${relay} raddr 0.0.0.0 rport 0 x-base 192.168.1.20`,
    `${relay} raddr 0.0.0.0 rport 0 x-base fe80::1`,
    `${relay}\r\na=candidate:1 1 udp 1 192.168.1.20 5 typ host`,
    `${relay} raddr 0.0.0.0 rport 0 x-odd`,
    "candidate:1 1 udp 1 192.168.1.20 5 typ host typ relay",
    "192.168.1.20",
  ]
) {
  Deno.test(`relayOnlyCandidates() drops ${JSON.stringify(line)}`, () => {
    deepEqual(relayOnlyCandidates([line, { candidate: line }]), []);
  });
}

Deno.test("relayOnlyCandidates() drops one whose labels hold an address", () => {
  deepEqual(
    relayOnlyCandidates([
      { candidate: relay, sdpMid: "192.168.1.20" },
      { candidate: relay, usernameFragment: "fe80::1" },
    ]),
    [],
  );
});

// Whatever comes in.

const hidden = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV6().map((address) => address.toUpperCase()),
  fc.uuid().map((id) => `${id}.local`),
).filter((address) => !["0.0.0.0", "::"].includes(address));

const word = fc.constantFrom(
  "host",
  "srflx",
  "prflx",
  "relay",
  "typ",
  "raddr",
  "rport",
  "IN IP4",
  "1",
  "0",
  " ",
  ":",
  "udp",
);
const opening = fc.constantFrom(
  "a=candidate:",
  "a=CANDIDATE:",
  "candidate:",
  "c=",
  "o=",
  "o=- 1 2 IN IP4 ",
  "a=rtcp:",
  "a=remote-candidates:",
  "a=fingerprint:sha-256 ",
  "a=x:",
  "m=audio ",
  "m=audio 9 ",
  "i=",
  "s=",
  "u=http://",
  "",
);

/** An address that is said to be a relay's, which must be believed. */
const CALLED_RELAY = /^ \d{1,5} typ relay/;

/** A line with the address somewhere in it, and not as that of a relay. */
function lineWith(address: string): fc.Arbitrary<string> {
  return fc.tuple(
    opening,
    fc.array(word, { maxLength: 8 }),
    fc.array(word, { maxLength: 8 }),
  ).map(([start, before, after]) =>
    start + [...before, address, ...after].join(" ")
  ).filter((line) => !CALLED_RELAY.test(line.split(address)[1]!));
}

/** A whole candidate that says truly what it is. */
function candidateOf(address: string): fc.Arbitrary<string> {
  return fc.constantFrom(
    `candidate:1 1 udp 2122260223 ${address} 5000 typ host generation 0`,
    `candidate:1 1 tcp 1518280447 ${address} 9 typ host tcptype active`,
    `candidate:2 1 udp 1686052607 ${address} 5 typ srflx raddr ${address} rport 5`,
    `candidate:2 1 udp 1686052607 198.51.100.1 5 typ prflx raddr ${address} rport 5`,
    `${relay} raddr ${address} rport 5 generation 0`,
    `${relay} raddr ${address}`,
    `${relay} generation 0 x ${address}`,
  );
}

Deno.test("no address but a relay's survives in a description, whatever comes in", () => {
  const input = hidden.chain((address) =>
    fc.record({
      address: fc.constant(address),
      lines: fc.array(
        fc.oneof(
          lineWith(address),
          candidateOf(address).map((line) => `a=${line}`),
        ),
        { minLength: 1 },
      ),
      lineEnd: fc.constantFrom("\r\n", "\n", "\r", "\n\r"),
      isWrapped: fc.boolean(),
    })
  );
  fc.assert(
    fc.property(input, ({ address, lines, lineEnd, isWrapped }) => {
      const sdp = ["v=0", ...lines].join(lineEnd);
      const result = relayOnlyDescription(
        isWrapped ? JSON.stringify({ type: "answer", sdp }) : sdp,
      );
      ok(result !== null);
      ok(!result.includes(address), `${address} in ${JSON.stringify(result)}`);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("no address but a relay's survives in candidates, whatever comes in", () => {
  const input = hidden.chain((address) =>
    fc.record({
      address: fc.constant(address),
      lines: fc.array(fc.oneof(lineWith(address), candidateOf(address)), {
        minLength: 1,
      }),
    })
  );
  fc.assert(
    fc.property(input, ({ address, lines }) => {
      const kept = relayOnlyCandidates(
        lines.flatMap((line) => [line, { candidate: line, sdpMid: "0" }]),
      );
      ok(!JSON.stringify(kept).includes(address), JSON.stringify(kept));
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("a relay's line survives byte for byte but for what it stands for", () => {
  const line = fc.record({
    foundation: fc.stringMatching(/^[A-Za-z0-9+/]{1,32}$/),
    component: fc.constantFrom(1, 2),
    transport: fc.constantFrom("udp", "UDP", "tcp"),
    priority: fc.nat(2 ** 31 - 1),
    address: fc.oneof(fc.ipV4(), fc.ipV6()),
    port: fc.integer({ min: 1, max: 65_535 }),
    base: hidden,
    extensions: fc.constantFrom(
      "",
      " generation 0",
      " generation 0 ufrag a+/B network-id 3 network-cost 10",
    ),
  });
  fc.assert(fc.property(line, (part) => {
    const start =
      `candidate:${part.foundation} ${part.component} ${part.transport} ${part.priority} ${part.address} ${part.port} typ relay`;
    const given = `${start} raddr ${part.base} rport 9${part.extensions}`;
    const expected = `${start} raddr 0.0.0.0 rport 0${part.extensions}`;
    deepEqual(relayOnlyCandidates([given]), [expected]);
    equal(
      relayOnlyDescription(`v=0\r\na=${given}\r\n`),
      `v=0\r\na=${expected}\r\n`,
    );
  }));
});
