import { equal } from "node:assert/strict";
import { doorOnTheWayTo, placeBehindTheDoor } from "@/lib/app/desk_route.ts";

Deno.test("doorOnTheWayTo() and placeBehindTheDoor() keep where one was going", () => {
  const paths = [
    "/admin/calls",
    "/admin/calls/3f2b-9_c",
    "/admin/history?from=2026-01-01&to=2026-02-01",
  ];
  for (const path of paths) {
    const door = doorOnTheWayTo(new URL(path, "https://parley.example"));
    const { pathname, searchParams } = new URL(door, "https://parley.example");
    equal(pathname, "/admin");
    equal(placeBehindTheDoor(searchParams.get("to")), path);
  }
});

const FOREIGN = [
  null,
  "",
  "https://evil.example",
  "//evil.example/admin",
  "/adminevil",
  "/admin\\@evil.example",
  "/admin/..//evil.example",
  "/admin//evil.example",
  "/admin\n/calls",
  "/api/monitoring/export",
  "javascript:alert(1)",
];
for (const to of FOREIGN) {
  Deno.test(`placeBehindTheDoor() takes ${JSON.stringify(to)} for the overview`, () => {
    equal(placeBehindTheDoor(to), "/admin");
  });
}

Deno.test("doorOnTheWayTo() forgets a path that the door would not take back", () => {
  equal(
    doorOnTheWayTo(new URL("https://parley.example/admin/%2e%2e%5c")),
    "/admin",
  );
});
