import { equal } from "node:assert/strict";
import { aboutAddress, AddressSet } from "@/lib/http/address.ts";

const owners: [string, string | null][] = [
  ["203.0.113.7", "203.0.113.7"],
  ["203.0.113.7:4711", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["[::ffff:cb00:7107]:4711", "203.0.113.7"],
  ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
  ["2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
  ["[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80::/64"],
  ["2001:db8:1:3::1", "2001:db8:1:3::/64"],
  ["unknown", null],
  ["203.0.113", null],
  ["", null],
];
for (const [address, owner] of owners) {
  Deno.test(`aboutAddress("${address}") names ${owner}`, () => {
    equal(aboutAddress(address).owner, owner);
    equal(aboutAddress(address).owner, owner, "also when it is remembered");
  });
}

Deno.test("aboutAddress() knows this machine by all its names", () => {
  for (const own of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) {
    equal(aboutAddress(own).isLoopback, true, own);
  }
  for (const other of ["128.0.0.1", "::2", "127.0.0.1.example", ""]) {
    equal(aboutAddress(other).isLoopback, false, other);
  }
});

const sets: [string[], string, boolean][] = [
  [["10.0.0.0/8"], "10.200.3.4", true],
  [["10.0.0.0/8"], "11.0.0.1", false],
  [["10.0.0.0/8"], "::ffff:10.1.1.1", true],
  [["::ffff:10.0.0.0/104"], "10.1.1.1", true],
  [["2001:db8::/32"], "2001:db8:9::1", true],
  [["2001:db8::/32"], "2001:db9::1", false],
  [["2001:db8::/32"], "10.0.0.1", false],
  [["10.0.0.1", "::1"], "::1", true],
  [["any"], "198.51.100.1", true],
  [[], "198.51.100.1", false],
];
for (const [parts, address, isIn] of sets) {
  Deno.test(`AddressSet [${parts}] ${isIn ? "has" : "lacks"} ${address}`, () => {
    equal(AddressSet.parse(parts)!.has(address), isIn);
  });
}

for (
  const part of ["10.0.0", "dead", "10.0.0.1/", "10.0.0.1/8/8", "1.2.3.4:80"]
) {
  Deno.test(`AddressSet.parse() refuses "${part}"`, () => {
    equal(AddressSet.parse(["10.0.0.1", part]), null);
  });
}
