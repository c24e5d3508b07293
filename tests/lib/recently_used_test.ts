import { equal } from "node:assert/strict";
import { RecentlyUsed } from "@/lib/recently_used.ts";

Deno.test("RecentlyUsed forgets whatever was not asked for longest", () => {
  const known = new RecentlyUsed<number>(2);
  known.set("asked for", 1);
  known.set("left alone", 2);
  equal(known.get("asked for"), 1);
  equal(known.has("left alone"), true);
  known.set("new", 3);
  equal(known.get("asked for"), 1);
  equal(known.get("left alone"), undefined);
  equal(known.has("left alone"), false);
  equal(known.get("new"), 3);
});

Deno.test("RecentlyUsed keeps the last value of a name", () => {
  const known = new RecentlyUsed<number>(2);
  known.set("name", 1);
  known.set("name", 2);
  known.set("other", 3);
  equal(known.get("name"), 2);
  equal(known.get("other"), 3);
});

Deno.test("RecentlyUsed forgets what it is told to", () => {
  const known = new RecentlyUsed<number>(2);
  known.set("name", 1);
  known.delete("name");
  equal(known.get("name"), undefined);
});
